import { createRandomness } from '@appointease/server/adapters/crypto/randomness.ts'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import { addCalendarFeed } from '@appointease/server/commands/addCalendarFeed.ts'
import { findReminderLinks } from '@appointease/server/reminderLinks.ts'
import { MONDAY } from './builders.ts'
import { type DatabaseDigest, openDatabaseDigest } from './databaseDigest.ts'
import { type FixedClock, fixedClock } from './fixedClock.ts'
import { manualTimers } from './manualTimers.ts'
import { startTestServer, TEST_SECRET, type TestServer, type TestServerOptions } from './testServer.ts'

/** A Tuesday with both employees at work, the day after the server's present. */
export const PLANTED_DATE = '2026-11-24'

/** What nobody but this customer may ever read. Each word stands nowhere else. */
export const CANARY = {
  name: 'Ottoline Quillfeather',
  email: 'quillfeather.canary@customers.example',
  phone: '+44 7700 900417',
  notes: 'Notescanary: please use the back door',
  clientId: 'clientcanary_7f3a9b',
} as const

export interface PlantedServer extends TestServer {
  readonly clock: FixedClock
  readonly database: DatabaseDigest
  /** Of the customer whose data are {@link CANARY}. */
  readonly token: string
  /** A code of the same customer that nobody has used yet. */
  readonly code: string
  /** Every code that was announced. */
  readonly codes: readonly string[]
  /** Tuesday at ten, service 1, employee 1. */
  readonly appointment: { readonly id: number; readonly strongId: string }
  /** What the signed link of that appointment carries. */
  readonly manageToken: string
  /** Of the customer's client, Tuesday at noon, employee 1, service 1. */
  readonly lockToken: string
  /** Of a calendar of the whole business. */
  /** Of a reminder of the appointment: what ends reminders. */
  readonly reminderToken: string
  readonly feedToken: string
}

/** What a signed link carries. */
export const manageTokenIn = (url: string): string => new URL(url).searchParams.get('manage') ?? ''

/** The sample business on a Monday at eight, UTC, with one customer who has booked, holds a lock and points at a slot. */
export async function startPlantedServer(options: TestServerOptions = {}): Promise<PlantedServer> {
  const clock = fixedClock(MONDAY)
  const server = await startTestServer({ clock, timers: manualTimers(), ...options })
  const token = await server.signIn(CANARY.email)
  const { name, email, phone, notes, clientId } = CANARY
  const place = { date: PLANTED_DATE, employee_id: 1, service_id: 1 }
  const booked = await server.send(
    'POST',
    '/appointments',
    { ...place, time: '10:00', name, email, phone, notes, client_id: clientId },
    { authorization: `Bearer ${token}` },
  )
  const locked = await server.send('POST', '/slots/select', { ...place, time: '12:00', client_id: clientId })
  await server.send('POST', '/slots/active', {
    date: PLANTED_DATE,
    time: '13:00',
    employee_id: 1,
    client_id: clientId,
  })
  await server.send('POST', '/generate-otp', { email })
  await server.sendDueMails()
  const codes = server.announced.flatMap((line) => line.match(/\b\d{6}\b/g) ?? [])
  const { calendarFeeds, catalog } = server.storage
  const means = {
    calendarFeeds,
    catalog,
    clock,
    seals: createSeals(TEST_SECRET),
    randomness: createRandomness(),
  }
  const feed = await addCalendarFeed(means, undefined)
  const reminder = await findReminderLinks(
    server.storage,
    means.seals,
    new URL('http://127.0.0.1/'),
    { appointment: { strongId: booked.body.strong_id, version: 1 } },
    email,
  )
  const database = openDatabaseDigest(server.databasePath)
  return {
    ...server,
    clock,
    database,
    token,
    codes,
    code: codes.at(-1) ?? '',
    appointment: { id: booked.body.appointment_id, strongId: booked.body.strong_id },
    manageToken: manageTokenIn(booked.body.manage_url),
    lockToken: locked.body.lock.token,
    reminderToken: new URL(reminder?.unsubscribeUrl ?? '').searchParams.get('token') ?? '',
    feedToken: feed.ok ? feed.value.token : '',
    async stop() {
      database.close()
      await server.stop()
    },
  }
}
