import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from './until.ts'

export interface Caller {
  readonly socket: Socket
  send(text: string): void
  /** All that has come. */
  heard(): string
  /** Resolves when this is all that has come; rejects after five seconds. */
  hears(text: string): Promise<void>
  /** The code of the error that ended the connection, or undefined where it ended without one. */
  readonly failure: Promise<string | undefined>
}

/** A bare TCP connection to 127.0.0.1 for as long as the test runs; also one that has failed. */
export async function dial(port: number): Promise<Caller> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  let heard = ''
  const failure = new Promise<string | undefined>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    socket.on('close', () => resolve(undefined))
  })
  socket.setEncoding('utf8').on('data', (text) => {
    heard += text
  })
  await Promise.race([once(socket, 'connect'), failure])
  return {
    socket,
    failure,
    send: (text) => void socket.write(text),
    heard: () => heard,
    async hears(text) {
      await until(
        async () => (heard === text ? true : undefined),
        () => `Heard "${heard.slice(-200)}" instead of "${text.slice(-200)}".`,
        5_000,
      )
    },
  }
}
