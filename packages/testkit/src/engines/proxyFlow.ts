import type { Socket } from 'node:net'

/** How all connections of a proxy fare at present. */
export interface Weather {
  isStalled: boolean
  /** How late everything is, each way. */
  delayMs: number
}

/** So much waits in the proxy; the rest waits with its sender, as behind a real network. */
const MOST_WAITING = 64

/**
 * Hands what `source` sends over to `deliver`, in order, when the weather lets it and `target` can take more;
 * undefined is its end. Yields what must be called when the weather has changed.
 */
export function startFlow(
  source: Socket,
  target: Socket,
  weather: Weather,
  deliver: (bytes: Buffer | undefined) => void,
): () => void {
  const waiting: { readonly bytes: Buffer | undefined; readonly arrivedAt: number }[] = []
  let timer: NodeJS.Timeout | undefined

  function deliverWhatIsDue(): void {
    clearTimeout(timer)
    while (!weather.isStalled && !target.writableNeedDrain && !target.destroyed) {
      const [next] = waiting
      if (next === undefined) return
      const remainingMs = next.arrivedAt + weather.delayMs - performance.now()
      if (remainingMs > 0) {
        timer = setTimeout(move, remainingMs)
        return
      }
      waiting.shift()
      deliver(next.bytes)
    }
  }

  function move(): void {
    deliverWhatIsDue()
    if (weather.isStalled || waiting.length >= MOST_WAITING) source.pause()
    else source.resume()
  }

  function arrive(bytes?: Buffer): void {
    waiting.push({ bytes, arrivedAt: performance.now() })
    move()
  }

  source.on('data', arrive)
  source.on('end', () => arrive())
  source.on('close', () => clearTimeout(timer))
  target.on('drain', move)
  move()
  return move
}
