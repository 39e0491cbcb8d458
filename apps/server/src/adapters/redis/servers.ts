import { type ClientSettings, waitBefore } from './clientOptions.ts'
import { examine, fingerprintOf } from './examine.ts'
import { isRefusal, OfAnotherEpoch, RedisLost, reasonOf } from './failures.ts'
import type { Layout, LayoutFactory, Server } from './layout.ts'
import type { Command } from './link.ts'
import { evaluate, type Script } from './scripts.ts'
import { within } from './within.ts'

export interface Request {
  /** Any key of the command: it says which server is asked. */
  readonly key: string
  readonly command: Command
}

export interface ServersOptions {
  readonly layout: LayoutFactory
  readonly db: number
  readonly scripts: readonly Script[]
  readonly milliseconds: number
}

/**
 * The servers, and whether they are what they were. From the moment in which a connection is lost, or anything answers
 * as it should not, nothing is asked until all of them have been examined again; so no answer ever comes from a run that
 * `target` does not tell.
 */
export class Servers {
  readonly isCluster: boolean
  readonly #layout: Layout
  readonly #options: ServersOptions
  #target: string | undefined
  #servers: readonly Server[] = []
  #regained = Promise.withResolvers<void>()
  /** Counts losses, so that what was found out before one is not believed after it. */
  #losses = 0
  #isClosed = false
  /** Why the target is not known. */
  #reason = 'it has yet to be reached'
  readonly #tried = Promise.withResolvers<void>()

  constructor(options: ServersOptions) {
    this.#options = options
    this.#layout = options.layout(() => this.lose(new RedisLost('ECONNRESET')))
    this.isCluster = this.#layout.isCluster
    void this.#regain()
  }

  target(): string | undefined {
    return this.#target
  }

  all(): readonly Server[] {
    return this.#servers
  }

  /** What the epoch's key holds where the store is of this epoch and this run. Throws QuickStoreLost. */
  markOf(epochId: string): string {
    return `${epochId} ${this.requireTarget()}`
  }

  listening(): ClientSettings | undefined {
    return this.#layout.listening()
  }

  /** Resolves when the servers have been reached, or could not be, for the first time; or after so long without either. */
  async tried(milliseconds: number): Promise<void> {
    await within(milliseconds, this.#tried.promise, () => new RedisLost('ETIMEDOUT')).catch(() => {})
  }

  /** The same questions as at the beginning. Throws QuickStoreLost, and then nothing is asked until all is well. */
  async check(): Promise<string> {
    const { milliseconds } = this.#options
    if (this.#target === undefined)
      await within(milliseconds, this.#regained.promise, () => new RedisLost(this.#reason))
    const target = this.requireTarget()
    try {
      const [found, isAsBefore] = await Promise.all([
        this.#examine(this.#servers, []),
        this.#layout.isAsBefore(),
      ])
      if (found !== target || !isAsBefore) throw new RedisLost('the servers have changed')
    } catch (error) {
      this.lose(error)
      throw error
    }
    return this.requireTarget()
  }

  /** One question to the server that has the key. The shortest way there is: a claim waits for it. */
  async ask(key: string, command: Command): Promise<unknown> {
    this.requireTarget()
    const server = this.#layout.serverOf(key)
    try {
      const answer = await server.link.askOne(command)
      if (!isRefusal(answer)) return answer
      const answers: unknown[] = [answer]
      await this.#askForgottenAgain(server, [command], [], answers)
      if (isRefusal(answers[0])) throw new RedisLost(reasonOf(answers[0]))
      return answers[0]
    } catch (error) {
      this.lose(error)
      throw error
    }
  }

  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.ask(keys[0] ?? '', evaluate(script, keys, args))
  }

  /**
   * Asks all at once, one round trip for each server, answered in the order of `requests`. With `mark`, makes sure
   * afterwards that every server asked is still of that epoch and run. Throws QuickStoreLost.
   */
  async askAll(requests: readonly Request[], mark?: string): Promise<unknown[]> {
    this.requireTarget()
    const parts = Map.groupBy(requests.keys(), (at) => this.#layout.serverOf(requests[at]?.key ?? ''))
    const answers: unknown[] = []
    const ask = async (server: Server, places: readonly number[]) => {
      const commands = places.flatMap((at) => (requests[at] ? [requests[at].command] : []))
      const found = await this.#askServer(server, commands, mark)
      for (const [index, at] of places.entries()) answers[at] = found[index]
    }
    await Promise.all([...parts].map(([server, places]) => ask(server, places)))
    return answers
  }

  /** Strings by their keys; null for what is not there. Throws QuickStoreLost, also where the mark is another. */
  async read(keys: readonly string[], mark: string): Promise<readonly unknown[]> {
    const [first] = keys
    if (first === undefined) return []
    if (this.isCluster)
      return this.askAll(
        keys.map((key) => ({ key, command: ['GET', key] })),
        mark,
      )
    const [values] = await this.askAll([{ key: first, command: ['MGET', ...keys] }], mark)
    return values as readonly unknown[]
  }

  /** The id of the epoch that the store is in, of this run; undefined for none. Throws QuickStoreLost. */
  async findEpoch(): Promise<string | undefined> {
    const target = this.requireTarget()
    const [server] = this.#servers
    if (!server) return undefined
    const mark = await this.ask(server.epochKey, ['GET', server.epochKey])
    const [id, run] = typeof mark === 'string' ? mark.split(' ') : []
    return run === target ? id : undefined
  }

  /** From now on nothing is asked until all servers have been examined again. */
  lose(error: unknown): void {
    this.#reason = reasonOf(error)
    this.#losses++
    if (this.#target === undefined) return
    this.#target = undefined
    this.#regained = Promise.withResolvers()
    void this.#regain()
  }

  close(): void {
    this.#isClosed = true
    this.#target = undefined
    this.#layout.close()
  }

  /** As `target`. Throws QuickStoreLost. */
  requireTarget(): string {
    if (this.#target !== undefined) return this.#target
    throw new RedisLost(this.#reason)
  }

  async #askServer(
    server: Server,
    commands: readonly Command[],
    mark: string | undefined,
  ): Promise<unknown[]> {
    const last: readonly Command[] = mark === undefined ? [] : [['GET', server.epochKey]]
    try {
      const answers = await server.link.ask(last.length === 0 ? commands : [...commands, ...last])
      if (answers.some(isRefusal)) {
        await this.#askForgottenAgain(server, commands, last, answers)
        const refusal = answers.find(isRefusal)
        if (refusal) throw new RedisLost(reasonOf(refusal))
      }
      // Asked after the rest, so that nothing can have been lost before it. A store of another epoch is a sound one.
      if (mark !== undefined && answers.at(-1) !== mark) throw new OfAnotherEpoch()
      return answers
    } catch (error) {
      if (!(error instanceof OfAnotherEpoch)) this.lose(error)
      throw error
    }
  }

  /** A script that the server has forgotten has not run: it is loaded and asked for once more, before what is asked last. */
  async #askForgottenAgain(
    server: Server,
    commands: readonly Command[],
    last: readonly Command[],
    answers: unknown[],
  ): Promise<void> {
    for (const [at, command] of commands.entries()) {
      const script = this.#options.scripts.find(({ sha }) => sha === command[1])
      if (!script || reasonOf(answers[at]) !== 'NOSCRIPT') continue
      const again = await server.link.ask([['SCRIPT', 'LOAD', script.source], command, ...last])
      answers[at] = again[1]
      if (last.length > 0) answers[answers.length - 1] = again.at(-1)
    }
  }

  async #examine(servers: readonly Server[], scripts: readonly Script[]): Promise<string> {
    const found = await Promise.all(
      servers.map(async (server) => ({
        ...(await examine(server, this.isCluster, scripts)),
        ranges: server.ranges,
      })),
    )
    return fingerprintOf(this.#options.db, found)
  }

  /** Tries until the servers are there, and none was lost while they were examined. */
  async #regain(): Promise<void> {
    for (let attempt = 0; !this.#isClosed && this.#target === undefined; attempt++) {
      const losses = this.#losses
      try {
        this.#servers = await this.#layout.connect()
        const target = await this.#examine(this.#servers, this.#options.scripts)
        if (losses === this.#losses && !this.#isClosed) this.#take(target)
      } catch (error) {
        // Behind a new connection may be the server that took over, or one with room again.
        for (const { link } of this.#servers) link.drop()
        this.#reason = reasonOf(error)
        this.#tried.resolve()
        await new Promise((resolve) => setTimeout(resolve, waitBefore(attempt)))
      }
    }
  }

  #take(target: string): void {
    this.#target = target
    this.#tried.resolve()
    this.#regained.resolve()
  }
}
