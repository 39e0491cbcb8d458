import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../packages/testkit/src/testServer.ts'
import { example, root } from './documents/markdown.ts'

let folder: string
let server: TestServer | undefined

/** Inside the project, as the guide says, so that the examples find its packages. */
beforeEach(async () => {
  await mkdir(join(root, '.cache'), { recursive: true })
  folder = await mkdtemp(join(root, '.cache/guide-'))
})

afterEach(async () => {
  await server?.stop()
  server = undefined
  await rm(folder, { recursive: true })
})

async function save(page: string, name: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, example(page, `// ${name}\n`).replaceAll("'./", `'${root}/`))
  return file
}

test('the business of the guide can be booked', async () => {
  const script = await save('docs/guide/getting-started.md', 'business.ts')
  await promisify(execFile)(process.execPath, [script, join(folder, 'appointease.db')])
  server = await startTestServer({ dataDir: folder })
  const services = await server.send('GET', '/services')
  expect(services.body).toMatchObject([{ name: 'Haircut', price: 28, currency: 'GBP' }])
  const staff = await server.send('GET', '/staff')
  expect(staff.body).toMatchObject([{ name: 'Asha Patel', services: [services.body[0].id] }])
})

test('the client of the guide books', async () => {
  const script = await save('docs/guide/api-and-client.md', 'book.ts')
  server = await startTestServer()
  const env = { ...process.env, SERVER: server.url }
  const client = spawn(process.execPath, [script, 'jo@example.com'], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said = text(client.stdout)
  await new Promise<void>((resolve) => {
    client.stdout.on('data', (data) => String(data).includes('The code: ') && resolve())
    client.once('exit', () => resolve())
  })
  await server.sendDueMails()
  client.stdin.end(`${server.announced.join('\n').match(/\b\d{6}\b/)?.[0]}\n`)
  expect(await said).toMatch(/Booked: APT-\d{4}-\w{10}\n$/)
  expect((await server.storage.appointments.findAppointment({ id: 1 }))?.email).toBe('jo@example.com')
})
