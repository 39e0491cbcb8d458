import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createGuardedFetch } from './guardedFetch.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const guarded = (budget = 1_000_000, milliseconds = 5_000, signal = new AbortController().signal) =>
  createGuardedFetch({ budget, signal, milliseconds })
const withPassword = { headers: { authorization: 'Basic c2VjcmV0' } }

it('hands an answer over in whole, with its status and address', async () => {
  const url = await serve((_request, reply) => reply.writeHead(207, { etag: '"1"' }).end('<multistatus/>'))
  const answer = await guarded()(url)
  expect([answer.status, answer.headers.get('etag'), answer.url, await answer.text()]).toEqual([
    207,
    '"1"',
    url,
    '<multistatus/>',
  ])
})

it('hands over an answer without a body', async () => {
  const url = await serve((_request, reply) => reply.writeHead(204).end())
  expect((await guarded()(url, { method: 'DELETE' })).status).toBe(204)
})

it('takes a password along on its own server, with the method, and to no other', async () => {
  const asked: string[] = []
  const other = await serve((request, reply) => {
    asked.push(`other ${request.headers.authorization}`)
    reply.end()
  })
  const url = await serve((request, reply) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    if (request.url === '/') return void reply.writeHead(301, { location: '/here/' }).end()
    if (request.url === '/away') return void reply.writeHead(302, { location: other }).end()
    if (request.url === '/round') return void reply.writeHead(302, { location: '/round' }).end()
    return void reply.end('here')
  })
  expect(await (await guarded()(url, { ...withPassword, method: 'PROPFIND' })).text()).toBe('here')
  expect(asked).toEqual(['PROPFIND / Basic c2VjcmV0', 'PROPFIND /here/ Basic c2VjcmV0'])
  await expect(guarded()(`${url}away`, withPassword)).rejects.toThrow('leads to another server')
  await expect(guarded()(`${url}round`, withPassword)).rejects.toThrow('round in circles')
  expect(asked.filter((line) => line.startsWith('other'))).toEqual([])
})

it('gives up an answer that does not come, does not end or is too large', async () => {
  const url = await serve((request, reply) => {
    if (request.url === '/endless') reply.write('a')
    if (request.url === '/large') reply.end('a'.repeat(2_000))
  })
  const unreadable = { name: 'CalendarUnreadable' }
  await expect(guarded(1_000, 100)(url)).rejects.toMatchObject(unreadable)
  await expect(guarded(1_000, 100)(`${url}endless`)).rejects.toThrow('does not answer within 0.1 s')
  await expect(guarded(1_000)(`${url}large`)).rejects.toThrow('larger than')
})

it('counts what several answers come to together', async () => {
  const url = await serve((_request, reply) => reply.end('a'.repeat(600)))
  const both = guarded(1_000)
  await both(url)
  await expect(both(url)).rejects.toThrow('larger than')
})

it('says in plain words, without the address, why a server cannot be reached', async () => {
  const url = await serve((_request, reply) => reply.end())
  servers[0]?.closeAllConnections()
  servers[0]?.close()
  await expect(guarded()(url, withPassword)).rejects.toThrow('cannot be reached: ECONNREFUSED.')
})

it('ends with its signal', async () => {
  const ending = new AbortController()
  const url = await serve(() => ending.abort())
  await expect(guarded(1_000, 5_000, ending.signal)(url)).rejects.toThrow('takes too long')
})
