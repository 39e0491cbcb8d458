import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Instant, instantOf } from '@appointease/domain'
import type { Clock } from '@appointease/server/ports/clock.ts'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { type ReceivedMail, type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'

/** Runs on as real time does, and jumps where a test says so. */
interface RunningClock extends Clock {
  advance(seconds: number): void
}

/** A row of the table of appointments, as the database has it. */
interface BookedRow {
  readonly id: number
  readonly strong_id: string
  readonly status: string
  readonly appointment_date: string
  readonly service_name: string
  readonly employee_name: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly notes: string
  readonly customer_time_zone: string
}

export interface HouseOptions {
  readonly timeZone?: string
}

/** The sample business on a real server, with a real mail server behind it, on a Monday at eight in UTC. */
export interface House {
  readonly url: string
  readonly clock: RunningClock
  readonly mails: SmtpSink
  server(): TestServer
  /** Stops the server and starts another on the same port and folder; `meanwhile` there is none. */
  restart(meanwhile?: () => Promise<unknown>): Promise<void>
  /** Everything that is booked, read from the file beside the server's back. */
  booked(): readonly BookedRow[]
  /** Every change of an appointment, in order, read the same way. */
  history(): readonly { readonly action: string; readonly reason: string }[]
  /** The latest code mailed to the address after `earlier` others. */
  codeFor(email: string, earlier?: number): Promise<string>
  confirmationFor(email: string): Promise<ReceivedMail>
  close(): Promise<void>
}

function runningClock(from: Instant): RunningClock {
  const startedAt = performance.now()
  let jumped = 0
  return {
    now: () => instantOf(from + jumped + performance.now() - startedAt),
    advance(seconds) {
      jumped += seconds * 1000
    },
  }
}

const isCode = ({ subject }: ReceivedMail) => /^\d{6} /.test(subject ?? '')
const isTo = (email: string) => (mail: ReceivedMail) => mail.envelopeRecipients.includes(email)

export async function openHouseWithMail({ timeZone = 'UTC' }: HouseOptions = {}): Promise<House> {
  const clock = runningClock(MONDAY)
  const mails = await startSmtpSink()
  const dataDir = await mkdtemp(join(tmpdir(), 'appointease-house-'))
  const start = (port: number) => startTestServer({ clock, timeZone, smtpUrl: mails.url, dataDir, port })
  let server = await start(0)

  function rowsOf(table: string) {
    const database = new DatabaseSync(server.databasePath, { readOnly: true })
    try {
      return database.prepare(`SELECT * FROM ${table} ORDER BY id`).all()
    } finally {
      database.close()
    }
  }

  return {
    url: server.url,
    clock,
    mails,
    server: () => server,
    async restart(meanwhile) {
      await server.stop()
      await meanwhile?.()
      server = await start(Number(server.address.port))
    },
    booked: () => rowsOf('wp_appointments') as unknown as BookedRow[],
    history: () => rowsOf('wp_appointease_history') as unknown as ReturnType<House['history']>,
    async codeFor(email, earlier = 0) {
      const isThis = isTo(email)
      await mails.waitFor(
        () => mails.received().filter((mail) => isCode(mail) && isThis(mail)).length > earlier,
      )
      const latest = mails
        .received()
        .filter((mail) => isCode(mail) && isThis(mail))
        .at(-1)
      return latest?.text?.match(/\b\d{6}\b/)?.[0] ?? ''
    },
    confirmationFor: (email) =>
      mails.waitFor((mail) => isTo(email)(mail) && /^Booked/.test(mail.subject ?? '')),
    async close() {
      await server.stop()
      await mails.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
