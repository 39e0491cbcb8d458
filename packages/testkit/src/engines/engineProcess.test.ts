import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { dial } from './dial.ts'
import { makeEngineFolder } from './engineFolder.ts'
import { startEngineProcess } from './engineProcess.ts'
import { startOnPort } from './freePort.ts'
import { until } from './until.ts'

/** An engine that does nothing but listen, on the port that is its argument. */
const ENGINE = ['-e', "require('net').createServer().listen(Number(process.argv[1]), '127.0.0.1')"]

const OWNER = `
const [folders, processes, args] = process.argv.slice(1)
const { makeEngineFolder } = await import(folders)
const { startEngineProcess } = await import(processes)
const { path } = await makeEngineFolder('owned')
startEngineProcess(process.execPath, JSON.parse(args), path).unref()
process.stdout.write(path + '\\n')
process.stdin.once('data', () => process.stdin.destroy())
`

interface Owner {
  readonly child: ChildProcess
  readonly folder: string
  readonly port: number
}

/** Another process, as a worker of Vitest is one, that has started an engine. */
async function startOwner(): Promise<Owner> {
  const port = await startOnPort(undefined, async (free) => free)
  const modules = ['engineFolder.ts', 'engineProcess.ts'].map((name) => new URL(name, import.meta.url).href)
  const engine = JSON.stringify([...ENGINE, String(port)])
  const child = spawn(process.execPath, ['--input-type=module', '-e', OWNER, ...modules, engine], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [folder] = await once(createInterface({ input: child.stdout }), 'line')
  await listens(port, true)
  return { child, folder, port }
}

async function listens(port: number, expected: boolean): Promise<void> {
  await until(
    async () => ((await isListening(port)) === expected ? true : undefined),
    () => `The engine ${expected ? 'does not listen yet' : 'listens still'}.`,
  )
}

async function isListening(port: number): Promise<boolean> {
  const caller = await dial(port)
  const isTaken = !caller.socket.connecting && !caller.socket.destroyed
  caller.socket.destroy()
  return isTaken
}

async function isGone(folder: string): Promise<void> {
  await until(
    async () => !existsSync(folder) || undefined,
    () => `${folder} is still there.`,
  )
}

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'an engine and its folder end with who started it, by %s',
  async (signal) => {
    const { child, folder, port } = await startOwner()
    child.kill(signal)
    await listens(port, false)
    await isGone(folder)
  },
)

test('an engine and its folder end with who has nothing left to do', async () => {
  const { child, folder, port } = await startOwner()
  child.stdin?.write('finish\n')
  expect(await once(child, 'exit')).toEqual([0, null])
  await listens(port, false)
  await isGone(folder)
})

test('an engine ends with its folder', async () => {
  const folder = await makeEngineFolder('engine')
  const engine = startEngineProcess('sleep', ['600'], folder.path)
  folder.remove()
  await isGone(folder.path)
  await until(
    async () => engine.hasEnded() || undefined,
    () => 'It runs still.',
  )
})

test('ends one that is stopped, by a signal that it could not heed', async () => {
  const folder = await makeEngineFolder('engine')
  onTestFinished(() => folder.remove())
  const engine = startEngineProcess('sleep', ['600'], folder.path)
  engine.signal('SIGSTOP')
  await engine.end('SIGTERM')
  expect(engine.hasEnded()).toBe(true)
})

test('counts a program that cannot be started as ended', async () => {
  const folder = await makeEngineFolder('engine')
  onTestFinished(() => folder.remove())
  const engine = startEngineProcess('/nowhere/engine', [], folder.path)
  await until(
    async () => engine.hasEnded() || undefined,
    () => 'It has not ended.',
  )
  await engine.end('SIGTERM')
})
