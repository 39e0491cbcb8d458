import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { startOnPort } from './freePort.ts'
import { startFlow, type Weather } from './proxyFlow.ts'

export interface TcpProxyOptions {
  /** Of 127.0.0.1. */
  readonly targetPort: number
  /** Default: one that is free. */
  readonly port?: number
}

export interface TcpProxy {
  readonly port: number
  /** Resets every connection, and refuses new ones until `heal`. */
  cut(): void
  /** Forwards nothing, either way, until `heal`. Connections stay and are still taken; what is sent waits. */
  stall(): void
  /** Forwards everything so much later, each way, until `heal`. */
  delay(milliseconds: number): void
  /** Undoes all of these, and forgets a `dropAfter` that has not come about. Resolves once connections are taken. */
  heal(): Promise<void>
  /**
   * Loses one reply. `fits` is asked about all that a client has sent since the server last sent something. The first
   * time it is true, on whichever connection, that is forwarded and nothing of that client's afterwards; when the
   * server's answer begins to arrive, or the server ends, nothing of it is handed on and the connection is reset. So
   * when the client is cut off, the server has done what it was asked, if it is one that answers in order and the
   * client waited for every earlier answer. Resolves then. Other connections do not notice.
   */
  dropAfter(fits: (bytes: Buffer) => boolean): Promise<void>
  /** How many clients are connected. */
  connections(): number
  /** Where later connections lead; present ones stay where they are. */
  setTarget(port: number): void
  stop(): Promise<void>
}

interface Wish {
  readonly fits: (bytes: Buffer) => boolean
  readonly done: () => void
}

interface Link {
  readonly weatherChanged: () => void
  readonly reset: () => void
  readonly isConnected: () => boolean
}

const NOTHING = Buffer.alloc(0)

/** Stands before a server on 127.0.0.1 and lets a test be the network. */
export async function startTcpProxy({ targetPort, port: wanted }: TcpProxyOptions): Promise<TcpProxy> {
  const weather: Weather = { isStalled: false, delayMs: 0 }
  const links = new Set<Link>()
  let target = targetPort
  let wish: Wish | undefined

  function take(client: Socket): void {
    const server = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true, noDelay: true })
    let losing: Wish | undefined
    let sinceAnswer = NOTHING

    function forward(bytes: Buffer | undefined): void {
      if (losing) return
      if (bytes === undefined) return void server.end()
      server.write(bytes)
      if (!wish) return
      sinceAnswer = Buffer.concat([sinceAnswer, bytes])
      if (!wish.fits(sinceAnswer)) return
      losing = wish
      wish = undefined
    }

    function answer(bytes: Buffer | undefined): void {
      sinceAnswer = NOTHING
      if (losing) reset()
      else if (bytes === undefined) client.end()
      else client.write(bytes)
    }

    function reset(): void {
      client.resetAndDestroy()
      server.destroy()
      losing?.done()
      losing = undefined
    }

    const flows = [startFlow(client, server, weather, forward), startFlow(server, client, weather, answer)]
    const link: Link = {
      reset,
      isConnected: () => !client.closed,
      weatherChanged: () => {
        for (const move of flows) move()
      },
    }
    links.add(link)
    for (const socket of [client, server]) {
      socket.on('error', reset)
      socket.on('close', () => {
        if (client.closed && server.closed) links.delete(link)
      })
    }
  }

  async function listen(port: number): Promise<Server> {
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, take)
    listener.listen(port, '127.0.0.1')
    await once(listener, 'listening')
    return listener
  }

  const begun = await startOnPort(wanted, async (port) => {
    try {
      return { port, listener: await listen(port) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return
      throw error
    }
  })
  const { port } = begun
  let listener: Server | undefined = begun.listener

  function changeWeather(change: Partial<Weather>): void {
    Object.assign(weather, change)
    for (const link of links) link.weatherChanged()
  }

  function cut(): void {
    listener?.close()
    listener = undefined
    for (const link of links) link.reset()
  }

  return {
    port,
    cut,
    stall: () => changeWeather({ isStalled: true }),
    delay: (delayMs) => changeWeather({ delayMs }),
    async heal() {
      wish = undefined
      listener ??= await listen(port)
      changeWeather({ isStalled: false, delayMs: 0 })
    },
    dropAfter: (fits) =>
      new Promise((resolve) => {
        wish = { fits, done: resolve }
      }),
    connections: () => [...links].filter((link) => link.isConnected()).length,
    setTarget(next) {
      target = next
    },
    async stop() {
      cut()
    },
  }
}
