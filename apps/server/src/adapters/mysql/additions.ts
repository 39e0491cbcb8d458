import type { Insertable } from 'kysely'
import type { HistoryRow, OutboxRow, Schema, WebhookDeliveryRow } from '../tables/schema.ts'
import type { MysqlTables } from './schema.ts'
import type { Parameter } from './statements.ts'

/** What a change writes beside its appointment, and nothing in it reads again. */
export interface AdditionRows {
  history: Insertable<HistoryRow>
  /** `replaces` 1: also where the customer is known. */
  customers: Omit<Insertable<Schema['customers']>, 'id'> & { readonly replaces: 0 | 1 }
  outbox: Insertable<OutboxRow>
  idempotency: Insertable<Schema['idempotency']>
  /** One for each endpoint that wants the type. */
  webhook_deliveries: Pick<Insertable<WebhookDeliveryRow>, 'event_id' | 'event_type' | 'body' | 'created_at'>
}
export type AdditionTable = keyof AdditionRows

const TEXT = 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
const NUMBER = 'BIGINT'

/** By table the columns that are given. The first one is never NULL. */
export const GIVEN: { readonly [Table in AdditionTable]: Readonly<Record<string, string>> } = {
  history: {
    appointment_id: NUMBER,
    at: NUMBER,
    action: TEXT,
    actor: TEXT,
    reason: TEXT,
    from_start: NUMBER,
    from_employee_id: NUMBER,
    from_status: TEXT,
    to_start: NUMBER,
    to_employee_id: NUMBER,
    to_status: TEXT,
  },
  outbox: {
    message_key: TEXT,
    kind: TEXT,
    order_key: TEXT,
    recipient: TEXT,
    payload: TEXT,
    created_at: NUMBER,
    due_at: NUMBER,
    discard_at: NUMBER,
    status: TEXT,
  },
  idempotency: {
    scope: TEXT,
    body_fingerprint: TEXT,
    appointment_id: NUMBER,
    reply: TEXT,
    created_at: NUMBER,
  },
  webhook_deliveries: { event_id: TEXT, event_type: TEXT, body: TEXT, created_at: NUMBER },
  // Last: somebody else may be waiting for the same customer.
  customers: { email: TEXT, name: TEXT, phone: TEXT, replaces: NUMBER },
}

/**
 * The statement that adds a row, with `value` in the place of each value. A message or an event of a known key
 * is not added, and a known customer is replaced only where that is wanted.
 */
export function additionSql(
  tables: MysqlTables,
  table: AdditionTable,
  value: (column: string) => string,
): string {
  const insert = (columns: readonly string[]) => `INSERT INTO ${tables[table]} (${columns.join(', ')})`
  const columns = Object.keys(GIVEN[table])
  const values = (some: readonly string[]) => some.map(value).join(', ')
  if (table === 'customers') {
    const own = columns.filter((column) => column !== 'replaces')
    const replaced = (column: string) =>
      `${column} = IF(${value('replaces')} = 1, VALUES(${column}), ${column})`
    return `${insert(own)} VALUES (${values(own)}) ON DUPLICATE KEY UPDATE ${replaced('name')}, ${replaced('phone')}`
  }
  if (table === 'webhook_deliveries') {
    const { webhooks, webhook_deliveries } = tables
    return `${insert(['webhook_id', ...columns, 'due_at', 'status'])}
      SELECT id, ${values(columns)}, ${value('created_at')}, 'waiting' FROM ${webhooks}
      WHERE INSTR(events, CONCAT(',', ${value('event_type')}, ',')) > 0
      ON DUPLICATE KEY UPDATE ${webhook_deliveries}.id = ${webhook_deliveries}.id`
  }
  const known = table === 'outbox' ? ' ON DUPLICATE KEY UPDATE id = id' : ''
  return `${insert(columns)} VALUES (${values(columns)})${known}`
}

/** The same with `?` places, and what belongs there. */
export function additionStatement<Table extends AdditionTable>(
  tables: MysqlTables,
  table: Table,
  row: AdditionRows[Table],
): { readonly sql: string; readonly parameters: readonly Parameter[] } {
  const parameters: Parameter[] = []
  const sql = additionSql(tables, table, (column) => {
    parameters.push(given(row, column))
    return '?'
  })
  return { sql, parameters }
}

/** A row's values in the order of {@link GIVEN}; NULL each where there is no row. */
export const valuesOf = (table: AdditionTable, row: object | undefined): Parameter[] =>
  Object.keys(GIVEN[table]).map((column) => (row ? given(row, column) : null))

const given = (row: object, column: string) => (row as Readonly<Record<string, Parameter>>)[column] ?? null
