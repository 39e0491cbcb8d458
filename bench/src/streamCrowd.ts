import { connect, type Socket } from 'node:net'

const OPENING_AT_ONCE = 100
/** Signs of life are no news. */
const LONGEST_COMMENT = 16

/** Many who listen to streams of Server-Sent Events, doing no more than notice that something came. */
export class StreamCrowd {
  /** Bytes that came, of replies and their heads. */
  bytes = 0
  readonly #sockets: Socket[] = []
  #onWord: (listener: number) => void = () => {}

  /** Opens a stream for each path, and resolves when each has been answered. */
  static async open(address: URL, paths: readonly string[]): Promise<StreamCrowd> {
    const crowd = new StreamCrowd()
    for (let first = 0; first < paths.length; first += OPENING_AT_ONCE) {
      const some = paths.slice(first, first + OPENING_AT_ONCE)
      await Promise.all(some.map((path, place) => crowd.#add(address, path, first + place)))
    }
    return crowd
  }

  /** Calls `onWord` with a listener's number whenever something comes for it, until the next is given. */
  listen(onWord: (listener: number) => void): void {
    this.#onWord = onWord
  }

  /** Resolves with the moments, of performance.now, at which each of these first hears something from now on. */
  async firstWords(listeners: readonly number[]): Promise<readonly number[]> {
    const waiting = new Set(listeners)
    const moments: number[] = []
    await new Promise<void>((resolve) => {
      this.listen((listener) => {
        if (!waiting.delete(listener)) return
        moments.push(performance.now())
        if (waiting.size === 0) resolve()
      })
    })
    return moments
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #add(address: URL, path: string, listener: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(address.port), address.hostname, () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n`),
      )
      let isOpen = false
      this.#sockets.push(socket)
      socket.on('error', reject)
      socket.on('data', (chunk) => {
        this.bytes += chunk.length
        if (!isOpen) {
          const head = chunk.toString('latin1')
          if (!head.startsWith('HTTP/1.1 200')) reject(new Error(head))
          isOpen = true
          resolve()
        }
        if (chunk.length > LONGEST_COMMENT) this.#onWord(listener)
      })
    })
  }
}
