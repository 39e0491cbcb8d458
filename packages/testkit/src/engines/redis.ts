import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { type Certificate, makeCertificate } from './certificate.ts'
import { makeEngineFolder } from './engineFolder.ts'
import { type EngineProcess, startEngineProcess } from './engineProcess.ts'
import { startOnPort } from './freePort.ts'
import { REDIS_SERVER } from './programs.ts'
import { until } from './until.ts'

export interface RedisOptions {
  /** Further flags of redis-server, such as `['--maxmemory', '2mb']`; they win over the ones that are given anyway. */
  readonly args?: readonly string[]
  /** Default: one that is free. */
  readonly port?: number
  /** Where data are kept; such a folder is not removed. Default one that `stop` removes. */
  readonly dir?: string
  /** Of the default user; default none. */
  readonly password?: string
  /** True: speaks TLS only, with a certificate of its own. */
  readonly tls?: boolean
  /** True: what was answered is there after a crash. Default: a restart finds nothing. */
  readonly appendonly?: boolean
}

export interface RedisServer {
  readonly port: number
  /** `redis://…`, or `rediss://…` with TLS; with the password. */
  readonly url: string
  /** With TLS, what a client must trust, in PEM. */
  readonly authority: string | undefined
  /** Of the present run. */
  readonly pid: number
  /** One command on a connection of its own, answered as ioredis reads it. Rejects at once where nobody listens. */
  command(name: string, ...args: readonly (string | number)[]): Promise<unknown>
  /** Ends it, by default without warning; resolves once it is gone. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Stops it in its tracks: connections stay open and nothing is answered. */
  pause(): void
  resume(): void
  /**
   * Ends it where it runs, by default in order, and starts it again on the same port with what was kept; with nothing
   * where `empty`.
   */
  restart(options?: { readonly clean?: boolean; readonly empty?: boolean }): Promise<void>
  /** Ends it; its data are gone soon afterwards. */
  stop(): Promise<void>
}

/** A private server on 127.0.0.1, answering and with its data loaded. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  if (REDIS_SERVER === undefined) throw new Error('redis-server is not on this machine.')
  const program = REDIS_SERVER
  const { password, tls = false, appendonly = false } = options
  const folder = await makeEngineFolder('redis')
  const dir = options.dir ?? join(folder.path, 'data')
  const configFile = join(folder.path, 'redis.conf')
  await mkdir(dir, { recursive: true })
  // Sentinels, and CONFIG REWRITE, want a file to write to.
  await writeFile(configFile, '')
  const certificate = tls ? await makeCertificate(folder.path) : undefined

  function run(port: number): EngineProcess {
    const habits = ['--bind', '127.0.0.1', '--dir', dir, '--save', '', '--repl-diskless-sync-delay', '0']
    const kept = appendonly ? ['--appendonly', 'yes', '--appendfsync', 'always'] : []
    const guard = password === undefined ? [] : ['--requirepass', password, '--masterauth', password]
    const flags = [...listening(port, certificate), ...habits, ...kept, ...guard, ...(options.args ?? [])]
    return startEngineProcess(program, [configFile, ...flags], folder.path)
  }

  async function commandAt(port: number, name: string, args: readonly (string | number)[]): Promise<unknown> {
    const client = new Redis({
      host: '127.0.0.1',
      port,
      lazyConnect: true,
      enableReadyCheck: false,
      retryStrategy: null,
      ...(password !== undefined && { password }),
      ...(certificate && { tls: { ca: certificate.authority } }),
    })
    let whyUnconnected: unknown
    client.on('error', (error) => {
      whyUnconnected = error
    })
    try {
      await client.connect()
      return await client.call(name, ...args)
    } catch (error) {
      // ioredis itself says no more than that the connection is closed.
      throw whyUnconnected ?? error
    } finally {
      client.disconnect()
    }
  }

  /** True once it answers, false where it has ended instead. On the port another server may answer that took it first. */
  function isReady(started: EngineProcess, port: number): Promise<boolean> {
    return until(
      async () => {
        if (started.hasEnded()) return false
        const info = String(await commandAt(port, 'INFO', []))
        return info.includes(`process_id:${started.pid}\r`) && !info.includes('loading:1') ? true : undefined
      },
      () => `redis-server does not answer:\n${started.log()}`,
    )
  }

  const begun = await startOnPort(options.port, async (port) => {
    const engine = run(port)
    if (await isReady(engine, port)) return { port, engine }
    if (engine.log().includes('Address already in use')) return
    throw new Error(`redis-server ended instead of starting:\n${engine.log()}`)
  }).catch((error: unknown) => {
    folder.remove()
    throw error
  })
  const { port } = begun
  let { engine } = begun

  return {
    port,
    url: `redis${tls ? 's' : ''}://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    authority: certificate?.authority,
    get pid() {
      return engine.pid
    },
    command: (name, ...args) => commandAt(port, name, args),
    kill: (signal = 'SIGKILL') => engine.end(signal),
    pause: () => engine.signal('SIGSTOP'),
    resume: () => engine.signal('SIGCONT'),
    async restart({ clean = true, empty = false } = {}) {
      await engine.end(clean ? 'SIGTERM' : 'SIGKILL')
      if (empty) {
        await rm(dir, { recursive: true, force: true })
        await mkdir(dir)
      }
      engine = run(port)
      if (!(await isReady(engine, port)))
        throw new Error(`redis-server ended instead of starting again:\n${engine.log()}`)
    },
    async stop() {
      await engine.end('SIGKILL')
      folder.remove()
    },
  }
}

function listening(port: number, certificate: Certificate | undefined): string[] {
  if (!certificate) return ['--port', String(port)]
  const { keyFile, certificateFile } = certificate
  const files = ['--tls-cert-file', certificateFile, '--tls-key-file', keyFile]
  return ['--port', '0', '--tls-port', String(port), ...files, '--tls-auth-clients', 'no']
}
