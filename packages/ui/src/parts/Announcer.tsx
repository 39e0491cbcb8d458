import { useEffect, useState } from 'react'

type Listener = (message: string) => void
const listeners = new Set<Listener>()

/** Has a screen reader say `message` when it next pauses. Nothing is shown. */
export function announce(message: string): void {
  for (const listener of listeners) listener(message)
}

/** The one polite live region of an app: several would talk over each other. */
export function Announcer() {
  const [said, setSaid] = useState({ message: '', turn: 0 })
  useEffect(() => {
    const listener: Listener = (message) => setSaid(({ turn }) => ({ message, turn: turn + 1 }))
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [])
  return (
    <div className="ae-visually-hidden" aria-live="polite" aria-atomic="true">
      <span key={said.turn}>{said.message}</span>
    </div>
  )
}
