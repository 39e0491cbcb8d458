import { createMysqlStorage } from '@appointease/server/adapters/mysql/index.ts'
import type { Storage } from '@appointease/server/ports/storage.ts'
import { aHistoryEntry, anAppointment } from '@appointease/testkit/builders.ts'
import { type Connection, createConnection } from 'mysql2/promise'
import type { Request } from './collisionMethods.ts'

const ACTIVE = "('pending', 'confirmed', 'completed')"
const SERVICE = 2
/** Server errors: a trigger has refused; this transaction was chosen to end a deadlock. */
const REFUSED = 1644
const DEADLOCK = 1213

/** One client's way to book: whether the request was taken. */
export type Book = (request: Request, reference: string) => Promise<boolean>

export interface Method {
  readonly name: string
  /** The database refuses nothing by itself. */
  readonly withoutTriggers?: true
  /** It is known to let overlaps pass, and shows that they are seen. */
  readonly isControl?: true
  /** A client with a connection of its own, where the method is not the product's. */
  readonly client: (storage: Storage, connection: Connection) => Book
}

/** What a transaction does before its insert; false: it sees that the time is taken. */
type Before = (connection: Connection, request: Request) => Promise<boolean>

const takeMutex: Before = async (connection, { employee }) => {
  const sql = 'INSERT INTO wp_appointease_mutexes (name) VALUES (?) ON DUPLICATE KEY UPDATE name = name'
  await connection.query(sql, [`employee:${employee}`])
  return true
}

const isFree: Before = async (connection, { employee, from, until }) => {
  const sql = `SELECT 1 FROM wp_appointments WHERE employee_id = ? AND status IN ${ACTIVE}
    AND occupied_start < ? AND occupied_end > ? LIMIT 1`
  const [rows] = await connection.query(sql, [employee, until, from])
  return (rows as unknown[]).length === 0
}

const transaction =
  (...steps: readonly Before[]): Method['client'] =>
  (_, connection) =>
    async function book(request, reference) {
      try {
        await connection.query('START TRANSACTION')
        const taken = await bookInside(connection, steps, request, reference)
        await connection.query(taken ? 'COMMIT' : 'ROLLBACK')
        return taken
      } catch (error) {
        await connection.query('ROLLBACK')
        const { errno } = error as { errno?: number }
        if (errno === DEADLOCK) return book(request, reference)
        if (errno === REFUSED) return false
        throw error
      }
    }

async function bookInside(
  connection: Connection,
  steps: readonly Before[],
  request: Request,
  reference: string,
): Promise<boolean> {
  for (const step of steps) if (!(await step(connection, request))) return false
  await insert(connection, request, reference)
  return true
}

async function insert(connection: Connection, request: Request, reference: string): Promise<void> {
  const { employee, start, end, from, until } = request
  const sql = `INSERT INTO wp_appointments (strong_id, status, service_id, employee_id, appointment_date, slot_start,
    slot_end, occupied_start, occupied_end, time_zone, name, email, notes, price_minor, currency, service_name,
    employee_name, fields, made_at, changed_at)
    VALUES (?, 'confirmed', ${SERVICE}, ?, '2026-12-01', ?, ?, ?, ?, 'UTC', 'Ada Lovelace', 'ada@example.com', '', 7500,
    'USD', 'Half', 'Sarah', '{}', 0, 0)`
  await connection.query(sql, [reference, employee, start, end, from, until])
}

/** The product's own storage: all clients share its connections. */
const throughTheProduct: Method['client'] = (storage) => async (request, reference) => {
  const { employee, start, end, from, until } = request
  const occupied = { start: from, end: until } as Parameters<Storage['appointments']['listOccupations']>[1]
  const outcome = await storage.change<number, { kind: string }>([employee], async (tx) => {
    const taken = await tx.appointments.listOccupations([employee], occupied)
    if (taken.length > 0) return { ok: false, refusal: { kind: 'slot_taken' } }
    const slot = { start, end } as typeof occupied
    const made = { employeeId: employee, serviceId: SERVICE, strongId: reference, slot, occupied }
    const inserted = await tx.appointments.insertAppointment({ ...anAppointment(), ...made }, aHistoryEntry())
    return inserted.ok ? { ok: true, value: inserted.id } : inserted
  })
  return outcome.ok
}

export const METHODS: readonly Method[] = [
  { name: 'the product', client: throughTheProduct },
  { name: 'mutex and pieces', client: transaction(takeMutex, isFree) },
  { name: 'pieces alone', client: transaction() },
  { name: 'mutex, then read', withoutTriggers: true, client: transaction(takeMutex, isFree) },
  { name: 'read, then insert', withoutTriggers: true, isControl: true, client: transaction(isFree) },
]

export interface Prepared {
  readonly books: readonly Book[]
  countOverlaps(): Promise<number>
  close(): Promise<void>
}

/** The product's tables in an empty database, as the method has them, and so many clients. */
export async function prepare(url: string, method: Method, clients: number): Promise<Prepared> {
  const { storage } = await createMysqlStorage({ url, tablePrefix: 'wp_' })
  const connections = await Promise.all(Array.from({ length: clients }, () => connect(url)))
  const [first] = connections
  if (!first) throw new Error('Nobody books')
  if (method.withoutTriggers) await dropTriggers(first)
  return {
    books: connections.map((connection) => method.client(storage, connection)),
    async countOverlaps() {
      const [rows] = await first.query(`SELECT COUNT(*) AS found FROM wp_appointments a JOIN wp_appointments b
        ON b.employee_id = a.employee_id AND b.id > a.id
        AND b.occupied_start < a.occupied_end AND a.occupied_start < b.occupied_end`)
      return Number((rows as { found: number }[])[0]?.found)
    },
    async close() {
      for (const connection of connections) connection.destroy()
      await storage.close()
    },
  }
}

async function connect(url: string): Promise<Connection> {
  const connection = await createConnection(url)
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  return connection
}

async function dropTriggers(connection: Connection): Promise<void> {
  const [rows] = await connection.query(`SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
    WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = 'wp_appointments'`)
  for (const { name } of rows as { name: string }[]) await connection.query('DROP TRIGGER ??', [name])
}
