import { connect, type Socket } from 'node:net'
import { addDays } from '@appointease/domain'
import { type Business, openBusiness } from './business.ts'
import { emailOf, halfHour, signIn, wallOf } from './callers.ts'
import { HttpConnection, httpRequest } from './httpConnection.ts'
import type { Measurement, Row } from './measurement.ts'
import { placesOf } from './places.ts'
import { residentBytes } from './processCost.ts'
import { startProduct } from './processes.ts'
import { addAppointments } from './seeding.ts'
import { milliseconds, percentile } from './statistics.ts'
import { tick } from './ticks.ts'

const HEARTBEATS = 10_000
const OPENING_AT_ONCE = 500
const APPOINTMENTS = 10_000
const SIZE = { employees: 20, bookingWindowDays: 365, opens: '09:00', closes: '18:00' }
const DATES = 30
const BOOKINGS = 20
const BOUNDS = { megabytes: 512, bookingMilliseconds: 2_000 }

/**
 * What comes after a restart: ten thousand visitors, each with a connection of their own, send a heartbeat in the same
 * second to a server that has answered nobody yet, about six hundred days; twenty bookings are sent into the midst of it.
 * A heartbeat may be refused with 503 and Retry-After; anything else but an answer is a failure.
 */
export const flood: Measurement = {
  name: 'flood',
  async measure() {
    const business = await openBusiness(SIZE)
    try {
      await addAppointments(business, placesOf(business, SIZE, 180).slice(0, APPOINTMENTS))
      return await measureFlood(business)
    } finally {
      await business.dispose()
    }
  },
}

interface Answers {
  ok: number
  busy: number
  failed: number
}

async function openAll(address: URL): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(Number(address.port), address.hostname, () => resolve(socket))
      socket.once('error', reject)
    })
  while (sockets.length < HEARTBEATS) {
    sockets.push(...(await Promise.all(Array.from({ length: OPENING_AT_ONCE }, open))))
  }
  return sockets
}

function askAll(business: Business, sockets: readonly Socket[]): Promise<Answers> {
  const answers: Answers = { ok: 0, busy: 0, failed: 0 }
  const asked = sockets.map(
    (socket, number) =>
      new Promise<void>((resolve) => {
        const end = (outcome: keyof Answers) => {
          answers[outcome] += 1
          socket.removeAllListeners()
          socket.on('error', () => {})
          resolve()
        }
        socket.once('data', (chunk) => {
          const head = chunk.toString('latin1')
          if (head.startsWith('HTTP/1.1 200')) end('ok')
          else end(/^HTTP\/1\.1 503[\s\S]*\nretry-after: \d/i.test(head) ? 'busy' : 'failed')
        })
        socket.once('close', () => end('failed'))
        socket.on('error', () => {})
        const date = addDays(business.firstDate, number % DATES)
        const employee = 1 + (Math.floor(number / DATES) % SIZE.employees)
        socket.write(tick({ date, employee, client: `visitor-${String(number).padStart(6, '0')}` }))
      }),
  )
  return Promise.all(asked).then(() => answers)
}

async function measureFlood(business: Business): Promise<Row[]> {
  const headers = await signIn(business, 0)
  const server = await startProduct(business.folder, business.env)
  try {
    const sockets = await openAll(server.address)
    const booker = await HttpConnection.open(server.address)
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, residentBytes(server.pid))
    }, 20)
    const began = performance.now()
    const answered = askAll(business, sockets)
    const bookings: number[] = []
    for (let number = 0; number < BOOKINGS; number++) {
      const sent = performance.now()
      // The early hours are never taken by what is seeded.
      const place = { ...wallOf(halfHour(business, 48 * (number + 200) + 18)), employee_id: 1 }
      const body = JSON.stringify({ ...place, service_id: 1, name: 'Ada Lovelace', email: emailOf(0) })
      const { status } = await booker.send(
        httpRequest('POST', '/wp-json/appointease/v1/appointments', body, headers),
      )
      if (status !== 201) throw new Error(`A booking was answered ${status}`)
      bookings.push(performance.now() - sent)
    }
    const { ok, busy, failed } = await answered
    const seconds = (performance.now() - began) / 1_000
    clearInterval(watch)
    booker.close()
    for (const socket of sockets) socket.destroy()
    const [slowest, p50] = [Math.max(...bookings), percentile(bookings, 0.5)]
    return [
      {
        what: `${HEARTBEATS} heartbeats at once after a restart`,
        measured: `${ok} answered, ${busy} asked to come back, ${failed} failed, in ${seconds.toFixed(1)} s`,
        bound: 'none failed',
        holds: failed === 0,
      },
      {
        what: 'memory of the process at its most',
        measured: `${(most / 1e6).toFixed(0)} MB`,
        bound: `< ${BOUNDS.megabytes} MB`,
        holds: most < BOUNDS.megabytes * 1024 * 1024,
      },
      {
        what: `${BOOKINGS} bookings meanwhile, one after the other`,
        measured: `p50 ${milliseconds(p50)}, slowest ${milliseconds(slowest)}`,
        bound: `< ${BOUNDS.bookingMilliseconds / 1000} s`,
        holds: slowest < BOUNDS.bookingMilliseconds,
      },
    ]
  } finally {
    await server.stop()
  }
}
