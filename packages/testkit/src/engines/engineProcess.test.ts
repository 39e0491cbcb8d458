import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { dial } from './dial.ts'
import { makeFolder, removeFolder, startEngineProcess } from './engineProcess.ts'
import { startOnPort } from './freePort.ts'
import { findProgram } from './programs.ts'
import { until } from './until.ts'

/** An engine that does nothing but listen, on the port that is its argument. */
const ENGINE = ['-e', "require('net').createServer().listen(Number(process.argv[1]), '127.0.0.1')"]

const OWNER = `
const { makeFolder, startEngineProcess } = await import(process.argv[1])
const folder = await makeFolder('owned')
startEngineProcess(process.execPath, JSON.parse(process.argv[2]), folder)
process.stdout.write(folder + '\\n')
process.stdin.once('data', () => process.exit())
`

interface Owner {
  readonly child: ChildProcess
  readonly folder: string
  readonly port: number
}

/** Another process, as a worker of Vitest is one, that has started an engine. */
async function startOwner(): Promise<Owner> {
  const port = await startOnPort(undefined, async (free) => free)
  const module = new URL('engineProcess.ts', import.meta.url).href
  const engine = JSON.stringify([...ENGINE, String(port)])
  const child = spawn(process.execPath, ['--input-type=module', '-e', OWNER, module, engine], {
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

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'an engine and its folder end with who started it, by %s',
  async (signal) => {
    const { child, folder, port } = await startOwner()
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([null, signal])
    await listens(port, false)
    expect(existsSync(folder)).toBe(false)
  },
)

test('an engine and its folder end with who started it and exits', async () => {
  const { child, folder, port } = await startOwner()
  child.stdin?.write('exit\n')
  expect(await once(child, 'exit')).toEqual([0, null])
  await listens(port, false)
  expect(existsSync(folder)).toBe(false)
})

test.skipIf(findProgram(['setpriv']) === undefined)('an engine ends even with who is killed', async () => {
  const { child, folder, port } = await startOwner()
  onTestFinished(() => removeFolder(folder))
  child.kill('SIGKILL')
  await listens(port, false)
})

test('ends one that is stopped, by a signal that it could not heed', async () => {
  const folder = await makeFolder('engine')
  onTestFinished(() => removeFolder(folder))
  const engine = startEngineProcess('sleep', ['600'], folder)
  engine.signal('SIGSTOP')
  await engine.end('SIGTERM')
  expect(engine.hasEnded()).toBe(true)
})

test('counts a program that cannot be started as ended', async () => {
  const folder = await makeFolder('engine')
  onTestFinished(() => removeFolder(folder))
  const engine = startEngineProcess('/nowhere/engine', [], folder)
  await until(
    async () => engine.hasEnded() || undefined,
    () => 'It has not ended.',
  )
  await engine.end('SIGTERM')
})
