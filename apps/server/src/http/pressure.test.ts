import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createPressure, goesOnAsStream, PRESSURE_LIMITS, type Pressure } from './pressure.ts'

const WAIT = { waitingMilliseconds: Number.POSITIVE_INFINITY }
const asked = (method: string, url: string) => ({ method, url }) as IncomingMessage

let pressure: Pressure
afterEach(() => pressure.stop())

const REQUESTS = [
  asked('POST', '/wp-admin/admin-ajax.php'),
  asked('GET', '/wp-json/appointease/v1/slots/poll?date=2026-11-24&employee_id=1'),
  asked('GET', '/?rest_route=/appointease/v1/slots/stream&date=2026-11-24'),
  asked('GET', '/wp-json/appointease/v1/availability?service_id=1'),
  asked('GET', '/'),
  asked('POST', '/wp-json/appointease/v1/slots/select'),
  asked('POST', '/wp-json/appointease/v1/appointments'),
  asked('DELETE', '/wp-json/appointease/v1/appointments/7'),
  asked('GET', '/wp-json/appointease/v1/health'),
  asked('GET', '/livez'),
]
/** A response that nobody waits for. */
const aResponse = () => new ServerResponse(new IncomingMessage(new Socket()))

const refused = () => REQUESTS.map((request) => (pressure.refuses(request) ? 1 : 0)).join('')

it('refuses who only looks first, then who reads, then who changes something, and never who asks how it is', () => {
  pressure = createPressure({
    look: { ...WAIT, underWay: 1 },
    read: { ...WAIT, underWay: 2 },
    change: { ...WAIT, underWay: 3 },
  })
  expect(refused()).toBe('0000000000')
  const responses = [aResponse(), aResponse(), aResponse()]
  const outcomes = ['1110000000', '1111100000', '1111111100']
  for (const [at, response] of responses.entries()) {
    pressure.began(response)
    expect(refused()).toBe(outcomes[at])
  }
  for (const outcome of ['1111100000', '1110000000', '0000000000']) {
    responses.pop()?.emit('close')
    expect(refused()).toBe(outcome)
  }
})

it('counts a request no more whose reply goes on as a stream, and once', () => {
  pressure = createPressure({ ...PRESSURE_LIMITS, look: { ...WAIT, underWay: 1 } })
  const response = aResponse()
  pressure.began(response)
  expect(refused()).toBe('1110000000')
  goesOnAsStream(response)
  response.emit('close')
  goesOnAsStream(response)
  expect(refused()).toBe('0000000000')
  pressure.began(aResponse())
  expect(refused()).toBe('1110000000')
})

it('weighs a request by what the router makes of its address, however it is spelt', () => {
  pressure = createPressure({ ...PRESSURE_LIMITS, look: { ...WAIT, underWay: 1 } })
  pressure.began(aResponse())
  const isRefused = (url: string) => pressure.refuses(asked('GET', url))
  expect(isRefused('/wp-json/appointease/v1/slots/stream/?date=2026-11-24')).toBe(true)
  expect(isRefused('/?rest_route=%2Fappointease%2Fv1%2Fslots%2Fstream&date=2026-11-24')).toBe(true)
  expect(isRefused('/wp-json/appointease/v1/slots/str%65am')).toBe(true)
  expect(isRefused('/wp-json/appointease/v1/availability?service_id=1&x=/slots/stream')).toBe(false)
})

it('refuses a crowd that keeps everything waiting, and nobody for a moment in which nobody came', () => {
  pressure = createPressure()
  const until = performance.now() + 600
  while (performance.now() < until);
  expect(refused()).toBe('0000000000')
  for (let request = 0; request < 200; request++) pressure.refuses(asked('GET', '/'))
  expect(refused()).toBe('1110000000')
})
