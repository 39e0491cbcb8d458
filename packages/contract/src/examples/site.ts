import type { HealthReply } from '../schemas/health.ts'
import { type RouteExamples, variants, without } from './example.ts'
import { lockReply, slotFields, stored, unchanged } from './slots.ts'

const health: HealthReply = {
  status: 'ok',
  version: '0.1.0',
  storage_mode: 'sqlite',
  redis_status: 'disabled',
  database: 'up',
  uptime_seconds: 12,
  server_time: '2026-03-02T15:00:00Z',
}

const routes = {
  '/appointease/v1/services': {
    namespace: 'appointease/v1',
    methods: ['GET'],
    endpoints: [{ methods: ['GET'], args: { page: { required: false } } }],
  },
}

const index = {
  name: 'Sample',
  description: '',
  url: 'http://127.0.0.1:8080',
  home: 'http://127.0.0.1:8080',
  gmt_offset: -3.5,
  timezone_string: 'America/St_Johns',
  namespaces: ['appointease/v1', 'booking/v1'],
  authentication: {},
  routes,
}

const refusal = { code: 'SLOT_TAKEN', message: 'Taken.', data: { status: 409, alternatives: [] } }
const text = { good: ['text'], bad: [{}] }
const probe = { good: [{ status: 'ok' as const }], bad: [{ status: 'fine' }] }

export const siteExamples: RouteExamples<
  | 'getHealth'
  | 'getOpenApi'
  | 'discoverNamespace'
  | 'discoverSite'
  | 'heartbeat'
  | 'getLiveness'
  | 'getReadiness'
  | 'getMetrics'
  | 'getCalendarFeed'
  | 'showReminderEnd'
  | 'endReminders'
  | 'getDocs'
> = {
  getHealth: {
    reply: {
      good: [health, { ...health, status: 'degraded', outbox: { waiting: 0, failed: 3 } }],
      bad: [
        ...variants<object>(health, { database: 'slow' }, { uptime_seconds: -1 }),
        ...without(health, 'version'),
      ],
    },
  },
  getOpenApi: {
    reply: {
      good: [{ openapi: '3.1.0', info: { title: 'AppointEase', version: '0.1.0' }, paths: {} }],
      bad: [{ openapi: '3.1.0' }],
    },
  },
  discoverNamespace: {
    reply: { good: [{ namespace: 'appointease/v1', routes }], bad: [{ namespace: 'appointease/v1' }] },
  },
  discoverSite: { reply: { good: [index], bad: without(index, 'namespaces') } },
  heartbeat: {
    body: {
      good: [
        { action: 'heartbeat' },
        {
          action: 'heartbeat',
          _nonce: '',
          interval: '15',
          screen_id: 'front',
          has_focus: 'true',
          data: {
            appointease_poll: { date: '2026-03-02' },
            'wp-refresh-post-lock': { post_id: '1' },
          } as object,
        },
      ],
      bad: [{}, { action: ['heartbeat'] }],
    },
    reply: {
      good: [
        slotFields,
        { ...unchanged, 'wp-auth-check': true },
        { ...slotFields, appointease_select: lockReply, appointease_deselect: stored },
        { ...slotFields, appointease_select: refusal },
        { server_time: 1, appointease_error: refusal },
        { rest_nonce: 'a', heartbeat_nonce: 'b', nonces_expired: true },
        { success: false },
      ],
      bad: [{}, '0', { success: true }],
    },
  },
  getLiveness: { reply: probe },
  getReadiness: { reply: probe },
  getMetrics: { reply: text },
  getCalendarFeed: {
    params: { good: [{ file: 'kJ3-_a5Z.ics' }], bad: [{}, { file: 'x'.repeat(256) }] },
    headers: {
      good: [{}, { 'if-none-match': '"a", W/"b"', 'if-modified-since': 'Mon, 23 Nov 2026 08:00:00 GMT' }],
      bad: [{ 'if-none-match': 'x'.repeat(4097) }],
    },
    reply: text,
  },
  showReminderEnd: {
    query: { good: [{ token: 'APT-2026-7K3MPQRSTV.seal' }], bad: [{}, { token: 'x'.repeat(256) }] },
    reply: text,
  },
  endReminders: {
    query: { good: [{ token: 'APT-2026-7K3MPQRSTV.seal' }], bad: [{}, { token: 'x'.repeat(256) }] },
    body: {
      good: [{}, { 'List-Unsubscribe': 'One-Click' }],
      bad: [{ 'List-Unsubscribe': 'x'.repeat(65) }],
    },
    reply: text,
  },
  getDocs: { reply: text },
}
