import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { instant } from '@appointease/testkit/builders.ts'
import { afterEach, expect, it } from 'vitest'
import { openCalDav } from './calendarAccess.ts'

const WITHIN = { start: instant('2026-11-23T00:00:00Z'), end: instant('2026-12-10T00:00:00Z') }
const EMPTY = '<?xml version="1.0"?><multistatus xmlns="DAV:"></multistatus>'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A calendar on a server that answers every request so. */
async function answering(status: number, body: string) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(status, { 'content-type': 'application/xml' }).end(body)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((listening) => server.once('listening', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ada/calendar/`
  const access = openCalDav({ url, user: 'ada', password: 'secret' }, AbortSignal.timeout(20_000))
  return { access, asked, url }
}

it('takes a calendar without events for one', async () => {
  for (const body of [EMPTY, '<d:multistatus xmlns:d="DAV:"/>\n']) {
    const { access } = await answering(207, body)
    expect(await access.listObjects(WITHIN)).toEqual([])
  }
})

it.each([
  ['nothing', 200, ''],
  ['a page', 200, '<html><body>Back soon</body></html>'],
  ['only the beginning of an answer', 207, EMPTY.slice(0, -10)],
])('takes %s for no calendar, and not for an empty one', async (_what, status, body) => {
  const { access } = await answering(status, body)
  await expect(access.listObjects(WITHIN)).rejects.toThrow('answers what no calendar does')
})

it('gives its password to no server but its own', async () => {
  const { access } = await answering(207, EMPTY)
  const other = await answering(200, 'BEGIN:VCALENDAR')
  expect(await access.find(`${other.url}one.ics`)).toBeUndefined()
  expect(other.asked).toEqual([])
})
