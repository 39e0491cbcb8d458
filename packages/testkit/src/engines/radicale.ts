import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeEngineFolder } from './engineFolder.ts'
import { type EngineProcess, startEngineProcess } from './engineProcess.ts'
import { startOnPort } from './freePort.ts'
import { RADICALE } from './programs.ts'
import { until } from './until.ts'

/** What a server answered. */
export interface RadicaleAnswer {
  readonly status: number
  readonly text: string
  readonly etag: string
}

export interface RadicaleServer {
  readonly port: number
  /** Of the one calendar that there is, empty at first. */
  readonly calendarUrl: string
  readonly user: string
  readonly password: string
  /** Puts an event there, or another in its place, as somebody with a calendar of their own does. */
  put(name: string, ics: string): Promise<void>
  get(name: string): Promise<RadicaleAnswer>
  remove(name: string): Promise<void>
  /** Names of what is there, ascending. */
  list(): Promise<readonly string[]>
  /** From now on it asks for another password. */
  changePassword(): Promise<void>
  /** Stops it in its tracks: connections stay open and nothing is answered. */
  pause(): void
  resume(): void
  /** Ends it, and starts it again on the same port with what it keeps. */
  kill(): Promise<void>
  restart(): Promise<void>
  /** Ends it; its data are gone soon afterwards. */
  stop(): Promise<void>
}

const USER = 'ada'
const PASSWORD = 'a password with ü and "quotes"'

/** A private CalDAV server on 127.0.0.1 with one calendar. */
export async function startRadicale(): Promise<RadicaleServer> {
  if (RADICALE === undefined) throw new Error('radicale is not on this machine.')
  const program = RADICALE
  const folder = await makeEngineFolder('radicale')
  const users = join(folder.path, 'users')
  await writeFile(users, `${USER}:${PASSWORD}\n`)
  await mkdir(join(folder.path, 'data'))

  async function run(port: number): Promise<EngineProcess> {
    const config = join(folder.path, 'config')
    const lines = [
      '[server]',
      `hosts = 127.0.0.1:${port}`,
      '[auth]',
      'type = htpasswd',
      `htpasswd_filename = ${users}`,
      'htpasswd_encryption = plain',
      'delay = 0',
      '[storage]',
      `filesystem_folder = ${join(folder.path, 'data')}`,
    ]
    await writeFile(config, `${lines.join('\n')}\n`)
    return startEngineProcess(program, ['--config', config], folder.path)
  }

  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`
  const ask = (port: number, path: string, method: string, body?: string, headers = {}) =>
    fetch(`http://127.0.0.1:${port}/${USER}/${path}`, {
      method,
      headers: { authorization, ...headers },
      ...(body !== undefined && { body }),
    })

  const isReady = (engine: EngineProcess, port: number) =>
    until(
      async () => {
        if (engine.hasEnded()) return false
        return (await ask(port, '', 'PROPFIND', undefined, { depth: '0' })).status < 500 ? true : undefined
      },
      () => `radicale does not answer:\n${engine.log()}`,
    )

  const begun = await startOnPort(undefined, async (port) => {
    const engine = await run(port)
    if (await isReady(engine, port)) return { port, engine }
    if (engine.log().includes('in use')) return
    throw new Error(`radicale ended instead of starting:\n${engine.log()}`)
  }).catch((error: unknown) => {
    folder.remove()
    throw error
  })
  const { port } = begun
  let { engine } = begun
  await ask(
    port,
    'work/',
    'MKCALENDAR',
    '<?xml version="1.0"?><C:mkcalendar xmlns:C="urn:ietf:params:xml:ns:caldav"/>',
  )

  async function expectDone(answer: Response): Promise<void> {
    if (!answer.ok) throw new Error(`radicale answered ${answer.status}: ${await answer.text()}`)
  }

  return {
    port,
    calendarUrl: `http://127.0.0.1:${port}/${USER}/work/`,
    user: USER,
    password: PASSWORD,
    put: async (name, ics) =>
      expectDone(await ask(port, `work/${name}`, 'PUT', ics, { 'content-type': 'text/calendar' })),
    async get(name) {
      const answer = await ask(port, `work/${name}`, 'GET')
      return { status: answer.status, text: await answer.text(), etag: answer.headers.get('etag') ?? '' }
    },
    remove: async (name) => expectDone(await ask(port, `work/${name}`, 'DELETE')),
    async list() {
      const answer = await ask(port, 'work/', 'PROPFIND', undefined, { depth: '1' })
      const names = [...(await answer.text()).matchAll(/<href>[^<]*\/work\/([^<]+)<\/href>/g)]
      return names.map(([, name = '']) => decodeURIComponent(name)).sort()
    },
    changePassword: () => writeFile(users, `${USER}:another\n`),
    pause: () => engine.signal('SIGSTOP'),
    resume: () => engine.signal('SIGCONT'),
    kill: () => engine.end('SIGKILL'),
    async restart() {
      await engine.end('SIGTERM')
      engine = await run(port)
      if (!(await isReady(engine, port))) throw new Error(`radicale did not start again:\n${engine.log()}`)
    },
    async stop() {
      await engine.end('SIGKILL')
      folder.remove()
    },
  }
}
