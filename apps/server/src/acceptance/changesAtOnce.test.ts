import { MONDAY } from '@appointease/testkit/builders.ts'
import { type Customer, signInAs } from '@appointease/testkit/customer.ts'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { outcomeOf } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

let server: TestServer
let file: DatabaseFile
let ada: Customer
let grace: Customer

beforeEach(async () => {
  server = await startTestServer({ clock: fixedClock(MONDAY) })
  file = openDatabaseFile(server.databasePath)
  ada = await signInAs(server, 'ada@example.com')
  grace = await signInAs(server, 'grace@example.com')
})
afterEach(async () => {
  expect(findViolations(file, MONDAY)).toEqual([])
  file.close()
  await server.stop()
})

const mailsOf = (kind: string) =>
  file.number('SELECT COUNT(*) FROM wp_appointease_outbox WHERE kind = ?', `appointment_${kind}`)

const EVERY_TIME = ['09:00', '09:30', '11:00', '11:30', '13:00', '13:30', '15:00', '15:30', '16:00', '16:30']

test('many moves and cancellations of one appointment at once end in one state that its history explains', async () => {
  for (let round = 0; round < 20; round++) {
    const { body } = await ada.book('10:00')
    const id = body.appointment_id
    const changes = EVERY_TIME.flatMap((time) => [ada.move(id, time), ada.move(id, time, { employee_id: 2 })])
    changes.splice(round, 0, ada.cancel(id), ada.cancel(id))
    const outcomes = (await Promise.all(changes)).map(outcomeOf)
    expect(
      outcomes.filter((outcome) => !/^(200|409 STALE_VERSION|400 OUTSIDE_HOURS)$/.test(outcome)),
    ).toEqual([])
    expect((await ada.show(id)).body.status).toBe('cancelled')
    expect(findViolations(file, MONDAY)).toEqual([])
  }
})

test('of many moves of the same version at once one is made', async () => {
  const { body } = await ada.book('10:00')
  const moves = EVERY_TIME.map((time) => ada.move(body.appointment_id, time, { version: 1 }))
  const outcomes = (await Promise.all(moves)).map(outcomeOf)
  expect(outcomes.filter((outcome) => outcome === '200')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === '409 STALE_VERSION')).toHaveLength(EVERY_TIME.length - 1)
  expect(mailsOf('rescheduled')).toBe(1)
})

test('of many appointments that move to one time at once one gets it, and the others stay where they are', async () => {
  const made = await Promise.all(EVERY_TIME.map((time) => ada.book(time)))
  const ids = made.map(({ body }) => body.appointment_id as number)
  const outcomes = (await Promise.all(ids.map((id) => ada.move(id, '12:00')))).map(outcomeOf)
  expect(outcomes.filter((outcome) => outcome === '200')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === '409 SLOT_TAKEN')).toHaveLength(EVERY_TIME.length - 1)
  const starts = file
    .rows('SELECT appointment_date FROM wp_appointments')
    .map((row) => String(row.appointment_date))
  expect(new Set(starts).size).toBe(EVERY_TIME.length)
})

test('two appointments that want to change places keep theirs', async () => {
  const [one, other] = [await ada.book('10:00'), await grace.book('11:00')]
  const swaps = await Promise.all([
    ada.move(one.body.appointment_id, '11:00'),
    grace.move(other.body.appointment_id, '10:00'),
  ])
  expect(swaps.map(outcomeOf)).toEqual(['409 SLOT_TAKEN', '409 SLOT_TAKEN'])
})
