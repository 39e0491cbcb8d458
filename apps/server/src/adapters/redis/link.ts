import { Redis } from 'ioredis'
import { type ClientSettings, waitBefore } from './clientOptions.ts'
import { isRefusal, RedisLost, reasonOf } from './failures.ts'
import { within } from './within.ts'

export type Command = readonly [name: string, ...args: (string | number)[]]

export interface LinkOptions {
  readonly client: ClientSettings
  /** How long a question may take. */
  readonly milliseconds: number
  /** The connection that was there is gone; what it was asked last may have been done or not. */
  readonly onLost: () => void
}

/**
 * One connection to one server, made again for ever. Whether what is behind a new one is what was behind the old one is
 * for others to find out.
 */
export class Link {
  readonly #client: Redis
  readonly #options: LinkOptions
  #connected = aPromise()
  #isReady = false
  #isClosed = false
  /** The connection has been told to end, and has not yet. */
  #isDropped = false
  #ends = 0
  /** Why the present attempt, or else the last, has come to nothing. */
  #failure = ''

  constructor(options: LinkOptions) {
    this.#options = options
    this.#client = new Redis(options.client)
    this.#client.on('ready', () => {
      this.#isReady = true
      this.#ends = 0
      this.#failure = ''
      this.#connected.resolve()
    })
    this.#client.on('error', (error) => {
      this.#failure = reasonOf(error)
      // Sentinels that do not answer are asked again and again without any connection that would close.
      if (!this.#isReady) this.#lost()
    })
    this.#client.on('close', () => {
      this.#isDropped = false
      this.#lost()
    })
    // The client gives up in a few cases where this must not.
    this.#client.on('end', () => {
      this.#lost()
      if (!this.#isClosed) setTimeout(() => this.#connect(), waitBefore(this.#ends++))
    })
    this.#connect()
  }

  get isReady(): boolean {
    return this.#isReady
  }

  /** Resolves once there is a connection; rejects with RedisLost where the attempt under way has come to nothing. */
  connected(): Promise<void> {
    return this.#connected.promise
  }

  /**
   * Asks all at once, answered in order; a refusal of Redis is in its answer's place. Throws RedisLost where the
   * connection is gone or does not answer in time; it is then made anew.
   */
  ask(commands: readonly Command[]): Promise<unknown[]> {
    const answers = () => this.#client.pipeline(commands.map((command) => ['call', ...command])).exec()
    return this.#inTime(async () =>
      ((await answers()) ?? []).map(([error, value]) => (error ? refusalOf(error) : value)),
    )
  }

  /** The same for one command. */
  askOne([name, ...args]: Command): Promise<unknown> {
    return this.#inTime(() => this.#client.call(name, ...args).catch(refusalOf))
  }

  /** Ends the connection, which is then made anew. */
  drop(): void {
    this.#lost()
    // Every question that is late comes here, and the client listens anew each time for the connection's end.
    if (this.#isDropped || !['connect', 'ready'].includes(this.#client.status)) return
    this.#isDropped = true
    this.#client.disconnect(true)
  }

  close(): void {
    this.#isClosed = true
    this.#client.disconnect()
  }

  async #inTime<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    if (!this.#isReady) throw new RedisLost(this.#failure || 'not connected')
    try {
      return await within(this.#options.milliseconds, question(), () => new RedisLost('ETIMEDOUT'))
    } catch (error) {
      this.drop()
      throw error
    }
  }

  #lost(): void {
    const wasReady = this.#isReady
    this.#isReady = false
    this.#connected.reject(new RedisLost(this.#failure || 'ECONNRESET'))
    this.#connected = aPromise()
    if (wasReady && !this.#isClosed) this.#options.onLost()
  }

  #connect(): void {
    if (!this.#isClosed) this.#client.connect().catch(() => {})
  }
}

/** One that may be rejected without anybody waiting for it. */
function aPromise(): PromiseWithResolvers<void> {
  const made = Promise.withResolvers<void>()
  made.promise.catch(() => {})
  return made
}

function refusalOf(error: unknown): Error {
  if (isRefusal(error)) return error
  throw new RedisLost(reasonOf(error))
}
