import { addDays } from '@appointease/domain'
import { date, MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { replayableSeed } from '@appointease/testkit/replayableSeed.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'
import { startTestServer, type TestReply, type TestServer } from '@appointease/testkit/testServer.ts'
import { findOverlaps, findViolations } from '@appointease/testkit/violations.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROUNDS = 200
const BOOKINGS = 100
const STEP_MINUTES = 10
/** Starts of one round lie in an hour and a half: 30 and 60 minutes from there collide in every way. */
const STARTS = 9
const SARAH = 1
const FIRST_MONDAY = date('2026-11-23')

interface Wish {
  readonly date: string
  readonly time: string
  readonly service_id: number
  readonly employee_id: number
}

let server: TestServer
let file: DatabaseFile

beforeAll(async () => {
  server = await startTestServer({ clock: fixedClock(MONDAY), rateLimitScale: 100_000 })
  const { rules, ...settings } = someSettings()
  await server.storage.catalog.saveSettings({
    ...settings,
    rules: { ...rules, slotStepMinutes: STEP_MINUTES, bookingWindowDays: 400 },
    requireEmailVerification: false,
  })
  file = openDatabaseFile(server.databasePath)
})
afterAll(async () => {
  file.close()
  await server.stop()
})

test('of a hundred bookings of colliding times at once some are made, none overlap, and the rest hear what is free', {
  timeout: 300_000,
}, async () => {
  const seed = replayableSeed('collisions')
  const next = seededNumbers(seed)
  const began = performance.now()
  let booking = 0
  let made = 0
  for (let round = 0; round < ROUNDS; round++) {
    const wishes = wishesOfRound(round, next)
    const asked = performance.now()
    const replies = await Promise.all(wishes.map((wish, visitor) => book(wish, visitor)))
    booking += performance.now() - asked
    const winners = replies.filter(({ status }) => status === 201)
    made += winners.length
    const where = `round ${round} of seed ${seed}`
    expect(winners.length, where).toBeGreaterThan(0)
    expect(replies.filter((reply) => reply.status !== 201).flatMap(faultsOfRefusal), where).toEqual([])
    expect(findOverlaps(file), where).toEqual([])
    if (round % 10 === 0) made += await bookAlternatives(wishes[0] as Wish, where)
  }
  expect(file.number("SELECT COUNT(*) FROM wp_appointments WHERE status = 'confirmed'")).toBe(made)
  expect(findViolations(file, MONDAY)).toEqual([])
  const seconds = booking / 1000
  process.stdout.write(
    `collisions: ${made} made of ${ROUNDS * BOOKINGS} asked for, ${Math.round((ROUNDS * BOOKINGS) / seconds)} a second, ` +
      `${Math.round((performance.now() - began) / 1000)} s in all\n`,
  )
})

function wishesOfRound(round: number, next: () => number): Wish[] {
  const day = workingDay(round)
  const opening = 9 * 60 + STEP_MINUTES * Math.floor(next() * 30)
  return Array.from({ length: BOOKINGS }, () => {
    const minute = opening + STEP_MINUTES * Math.floor(next() * STARTS)
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    return { date: day, time, service_id: next() < 0.5 ? 1 : 2, employee_id: SARAH }
  })
}

/** Every round has a day to itself, Monday to Friday, from the first Tuesday on. */
function workingDay(round: number): string {
  const place = round + 1
  return addDays(FIRST_MONDAY, Math.floor(place / 5) * 7 + (place % 5))
}

function book(wish: Wish, visitor: number): Promise<TestReply> {
  return server.send('POST', '/appointments', {
    ...wish,
    name: `Visitor ${visitor}`,
    email: `visitor${visitor}@example.com`,
  })
}

function faultsOfRefusal({ status, body }: TestReply): string[] {
  const { code, data } = body
  if (status !== 409 || (code !== 'SLOT_TAKEN' && code !== 'SLOT_LOCKED')) return [`${status} ${code}`]
  const { alternatives } = data
  return alternatives.length >= 1 && alternatives.length <= 5 ? [] : [`${alternatives.length} alternatives`]
}

/** Asks again for what is taken and books each of the times that it offers and that the one before left free. */
async function bookAlternatives(missed: Wish, where: string): Promise<number> {
  const refused = await book(missed, 0)
  expect(refused.status, where).toBe(409)
  expect(refused.body.data.alternatives, where).toHaveLength(5)
  let made = 0
  let lastEnd = 0
  const minutesOf = (start_utc: string) => Date.parse(start_utc) / 60_000
  const offered: { start_utc: string; date: string; time: string; employee_id: number }[] = [
    ...refused.body.data.alternatives,
  ].sort((one, other) => minutesOf(one.start_utc) - minutesOf(other.start_utc))
  for (const { date: day, time, employee_id, start_utc } of offered) {
    if (minutesOf(start_utc) < lastEnd) continue
    const wish = { date: day, time, employee_id, service_id: missed.service_id }
    expect((await book(wish, 0)).status, `${where}: ${day} ${time}`).toBe(201)
    lastEnd = minutesOf(start_utc) + (missed.service_id === 1 ? 30 : 60)
    made++
  }
  return made
}
