import type { WebhookEventType } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import type {
  AfterAttempt,
  ClaimedDelivery,
  DeliveryRecord,
  WebhookAttempt,
  WebhookEndpoint,
  WebhookRegister,
} from '../../ports/webhooks.ts'
import type { Schema, Tables, WebhookAttemptRow, WebhookDeliveryRow, WebhookRow } from './schema.ts'

type EndpointRow = Selectable<WebhookRow>
type DeliveryRow = Selectable<WebhookDeliveryRow>
type AttemptRow = Selectable<WebhookAttemptRow>

export const toEndpointRow = (endpoint: Omit<WebhookEndpoint, 'id'>): Insertable<WebhookRow> => ({
  url: endpoint.url,
  events: `,${endpoint.events.join(',')},`,
  secret: endpoint.sealedSecret,
  allow_private: endpoint.allowsPrivate ? 1 : 0,
  created_at: endpoint.createdAt,
})

export const toEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  url: row.url,
  events: row.events.split(',').filter((type) => type !== '') as WebhookEventType[],
  sealedSecret: row.secret,
  allowsPrivate: row.allow_private === 1,
  createdAt: row.created_at as Instant,
})

export const toAttemptRow = (
  deliveryId: number,
  { at, durationMilliseconds, httpStatus, error }: WebhookAttempt,
): Insertable<WebhookAttemptRow> => ({
  delivery_id: deliveryId,
  at,
  duration_milliseconds: durationMilliseconds,
  http_status: httpStatus ?? null,
  error,
})

const toAttempt = (row: AttemptRow): WebhookAttempt => ({
  at: row.at as Instant,
  durationMilliseconds: row.duration_milliseconds,
  httpStatus: row.http_status ?? undefined,
  error: row.error,
})

export const toDelivery = (row: DeliveryRow, attempts: readonly AttemptRow[]): DeliveryRecord => ({
  id: row.id,
  endpointId: row.webhook_id,
  eventId: row.event_id,
  type: row.event_type as WebhookEventType,
  status: row.status,
  createdAt: row.created_at as Instant,
  dueAt: row.due_at as Instant,
  attempts: attempts.filter(({ delivery_id }) => delivery_id === row.id).map(toAttempt),
})

/** An endpoint that nobody has, and its delivery that is due the longest. */
export interface Due {
  readonly endpoint: number
  readonly delivery: number | null
}

/** What stands in the rows once they are claimed. */
export function toClaimed(
  due: readonly Due[],
  endpoints: readonly EndpointRow[],
  deliveries: readonly DeliveryRow[],
): ClaimedDelivery[] {
  return due.flatMap(({ endpoint: endpointId, delivery: deliveryId }) => {
    const endpoint = endpoints.find(({ id }) => id === endpointId)
    const delivery = deliveries.find(({ id }) => id === deliveryId)
    if (!endpoint || !delivery) return []
    const { id, event_id: eventId, body, tries } = delivery
    return [{ id, endpoint: toEndpoint(endpoint), eventId, body, tries, claim: endpoint.claims + 1 }]
  })
}

type DeliveryQuery = Parameters<WebhookRegister['listDeliveries']>[0]

/** The statements that both engines run, by whichever compiler theirs is. */
export function webhookStatements(queries: Kysely<Schema>, tables: Tables) {
  const { webhooks, webhook_deliveries, webhook_attempts } = tables
  const ofEndpoint = sql.ref(`${webhooks}.id`)

  /** By the endpoint, so that one with a thousand deliveries stands for one, and by the index of what waits. */
  const first = (now: number) => sql<
    number | null
  >`(SELECT one.id FROM ${sql.table(webhook_deliveries)} AS one
    WHERE one.webhook_id = ${ofEndpoint} AND one.status = 'waiting' AND one.due_at <= ${now}
    ORDER BY one.due_at, one.id LIMIT 1)`
  const firstDue = sql<number | null>`(SELECT MIN(one.due_at) FROM ${sql.table(webhook_deliveries)} AS one
    WHERE one.webhook_id = ${ofEndpoint} AND one.status = 'waiting')`

  return {
    free: (now: number) =>
      queries
        .selectFrom(webhooks)
        .select(['id as endpoint', first(now).as('delivery')])
        .where('leased_until', '<=', now)
        .orderBy('leased_until')
        .orderBy('id'),
    endpoints: (ids: readonly number[]) => queries.selectFrom(webhooks).selectAll().where('id', 'in', ids),
    allEndpoints: queries.selectFrom(webhooks).selectAll().orderBy('id'),
    deliveries: (ids: readonly number[]) =>
      queries.selectFrom(webhook_deliveries).selectAll().where('id', 'in', ids),
    claim: (ids: readonly number[], leasedUntil: number) =>
      queries
        .updateTable(webhooks)
        .set({ leased_until: leasedUntil, claims: sql`claims + 1` })
        .where('id', 'in', ids),
    giveBack: (id: number, claim: number) =>
      queries.updateTable(webhooks).set({ leased_until: 0 }).where('id', '=', id).where('claims', '=', claim),
    after(id: number, after: AfterAttempt) {
      const tries = { tries: sql<number>`tries + 1` }
      const update = queries.updateTable(webhook_deliveries).where('id', '=', id)
      if (after.kind === 'waiting') return update.set({ ...tries, due_at: after.dueAt })
      return update.set({ ...tries, status: after.kind })
    },
    addAttempt: (row: Insertable<WebhookAttemptRow>) => queries.insertInto(webhook_attempts).values(row),
    waits: queries
      .selectFrom(webhooks)
      .select(['leased_until as leasedUntil', firstDue.as('due')])
      .where(firstDue, 'is not', null),
    addEndpoint: (row: Insertable<WebhookRow>) => queries.insertInto(webhooks).values(row),
    /** The endpoint first, as whoever keeps an attempt has its row first too. */
    removal: (id: number) => [
      queries.deleteFrom(webhooks).where('id', '=', id),
      queries
        .deleteFrom(webhook_attempts)
        .where(
          'delivery_id',
          'in',
          queries.selectFrom(webhook_deliveries).select('id').where('webhook_id', '=', id),
        ),
      queries.deleteFrom(webhook_deliveries).where('webhook_id', '=', id),
    ],
    list({ endpointId, status, limit }: DeliveryQuery) {
      let list = queries.selectFrom(webhook_deliveries).selectAll()
      if (endpointId !== undefined) list = list.where('webhook_id', '=', endpointId)
      if (status !== undefined) list = list.where('status', '=', status)
      return list.orderBy('id', 'desc').limit(limit)
    },
    attempts: (deliveryIds: readonly number[]) =>
      queries.selectFrom(webhook_attempts).selectAll().where('delivery_id', 'in', deliveryIds).orderBy('id'),
    repeat: (id: number, now: number) =>
      queries
        .updateTable(webhook_deliveries)
        .set({ status: 'waiting', due_at: now, tries: 0 })
        .where('id', '=', id),
  }
}

/** The earliest moment at which one of them can be claimed. */
export function earliest(
  waits: readonly { readonly leasedUntil: number; readonly due: number | null }[],
): Instant | undefined {
  if (waits.length === 0) return undefined
  return Math.min(...waits.map(({ leasedUntil, due }) => Math.max(leasedUntil, due ?? 0))) as Instant
}
