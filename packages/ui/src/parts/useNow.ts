import { useEffect, useReducer } from 'react'

/** The present in milliseconds; draws anew every second while `running`. */
export function useNow(running = true): number {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(redraw, 1000)
    return () => clearInterval(timer)
  }, [running])
  return Date.now()
}
