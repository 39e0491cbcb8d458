import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openSlotStream, type SlotStream } from '@appointease/testkit/slotStream.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Stream, type StreamedDay } from './stream.ts'

/** More than the network takes before anybody reads it. */
const FLOOD = `: ${'x'.repeat(8 * 1024 * 1024)}\n\n`

let server: Server
let client: SlotStream
let stream: Stream
let left: Stream[]
/** The version that the day has come to. */
let present: string

const day: StreamedDay = {
  employeeId: 1,
  offerTo(to) {
    if (to.toldOf(day) !== present) to.tell(day, present, 'data: {}\n\n')
  },
}

beforeEach(async () => {
  const own: Stream[] = []
  left = own
  present = 'version-1'
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  // Whatever is written is too much until the network has taken it.
  server = createServer({ highWaterMark: 1 }, (_request, response) => {
    response.writeHead(200)
    resolve(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const opening = openSlotStream(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const response = await promise
  stream = new Stream({
    response,
    house: { left: (one) => void own.push(one) },
    days: [day],
    serviceId: undefined,
    you: undefined,
    versions: [present],
    who: '',
    second: 0,
  })
  response.flushHeaders()
  client = await opening
})
afterEach(async () => {
  client.close()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const heard = () => client.events.map(({ id }) => id)

describe('a client that reads slowly', () => {
  it('is told the newest when it can take it, and nothing of what came between', async () => {
    client.pause()
    stream.write(FLOOD)
    for (const version of ['version-2', 'version-3']) {
      present = version
      day.offerTo(stream)
    }
    client.resume()
    await client.event()
    expect(heard()).toEqual(['version-3'])
    present = 'version-4'
    day.offerTo(stream)
    await client.event(({ id }) => id === 'version-4')
    expect(heard()).toEqual(['version-3', 'version-4'])
  })

  it('is cut off when it has taken nothing for more rounds than it may', async () => {
    client.pause()
    stream.write(FLOOD)
    for (let round = 0; round < 2; round++) stream.comment(':\n\n', 2)
    expect(left).toEqual([])
    stream.comment(':\n\n', 2)
    await expect.poll(() => left).toEqual([stream])
  })

  it('keeps its place when it takes something between two rounds', async () => {
    for (let round = 0; round < 5; round++) {
      stream.comment(':\n\n', 2)
      await expect.poll(() => client.text().split(':\n\n').length - 1).toBe(round + 1)
    }
    expect(left).toEqual([])
  })
})

it('tells the house once when a client goes away, and writes nothing more', async () => {
  client.close()
  await expect.poll(() => left).toEqual([stream])
  stream.write(':\n\n')
  stream.end('event: end\ndata: {}\n\n')
  expect(left).toEqual([stream])
})
