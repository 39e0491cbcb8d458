import { setTimeout as pause } from 'node:timers/promises'
import { addDays } from '@appointease/domain'
import type { Business } from './business.ts'
import { HttpConnection, httpRequest } from './httpConnection.ts'
import type { BusinessSize } from './places.ts'

export const SIZE: BusinessSize = { employees: 50, bookingWindowDays: 60, opens: '09:00', closes: '18:00' }
/** Of everything that is driven. */
export const SECONDS = 8
const CONNECTIONS = 16

interface Day {
  readonly employee: number
  readonly date: number
}

export const dayAt = (number: number): Day => ({
  employee: 1 + (number % SIZE.employees),
  date: Math.floor(number / SIZE.employees),
})

export function streamPath({ firstDate }: Business, number: number, { employee, date }: Day): string {
  const client = `watcher-${String(number).padStart(6, '0')}`
  return `/wp-json/appointease/v1/slots/stream?date=${addDays(firstDate, date)}&employee_id=${employee}&service_id=1&client_id=${client}`
}

const timeOf = (half: number) =>
  `${String(9 + Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`

function post({ firstDate }: Business, path: string, day: Day, body: object): string {
  const place = { date: addDays(firstDate, day.date), employee_id: day.employee, service_id: 1 }
  return httpRequest('POST', `/wp-json/appointease/v1${path}`, JSON.stringify({ ...place, ...body }), {
    'content-type': 'application/json',
  })
}

/** Every time somebody points somewhere else, or somebody's lock moves: one change that others see. */
export const pointing = (business: Business, turn: number, day: Day) =>
  post(business, '/slots/active', day, {
    time: timeOf(turn % 16),
    client_id: `pointer-${day.employee}-${day.date}`,
  })
export const locking = (business: Business, turn: number, day: Day) =>
  post(business, '/slots/select', day, {
    time: timeOf(turn % 16),
    client_id: `mover-${day.employee}-${day.date}`,
  })

/** Sends so many requests a second for some seconds, each connection one after the other. Whatever is not answered 200 ends it. */
export async function drive(
  address: URL,
  perSecond: number,
  requestOf: (number: number) => string,
): Promise<void> {
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => HttpConnection.open(address)),
  )
  const busy: Promise<unknown>[] = connections.map(() => Promise.resolve())
  const began = performance.now()
  const count = perSecond * SECONDS
  for (let number = 0; number < count; number++) {
    await pause(Math.max(0, began + (number * 1_000) / perSecond - performance.now()))
    const place = number % CONNECTIONS
    busy[place] = (busy[place] ?? Promise.resolve()).then(async () => {
      const reply = await connections[place]?.send(requestOf(number))
      if (reply?.status !== 200) throw new Error(`Answered ${reply?.status}: ${reply?.body}`)
    })
  }
  await Promise.all(busy)
  for (const connection of connections) connection.close()
}
