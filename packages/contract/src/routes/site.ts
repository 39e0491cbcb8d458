import { CalendarFeedFile, CalendarFeedHeaders, CalendarFeedParams } from '../schemas/calendarFeeds.ts'
import { NamespaceIndexReply, OpenApiReply, PageText, SiteIndexReply } from '../schemas/discovery.ts'
import { HealthReply, MetricsText, ProbeReply } from '../schemas/health.ts'
import { HeartbeatReply, HeartbeatRequest, HeartbeatUnknownAction } from '../schemas/heartbeat.ts'
import { ReminderEndQuery, ReminderEndRequest } from '../schemas/reminders.ts'
import { defineRoute } from './defineRoute.ts'
import { READS, TAKES_BODY, TAKES_PARAMS, WRITES } from './errorSets.ts'

const getHealth = defineRoute({
  id: 'getHealth',
  method: 'GET',
  path: '/health',
  namespaces: ['appointease/v1'],
  summary: 'How the system is',
  description: 'Always 200 while the process lives; `status` says whether something beneath it is missing.',
  tags: ['operations'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: HealthReply },
  errors: [],
})

const getOpenApi = defineRoute({
  id: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  namespaces: ['appointease/v1'],
  summary: 'This description',
  description: 'OpenAPI 3.1, made from the table that the server routes by.',
  tags: ['discovery'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: OpenApiReply },
  errors: [],
})

const discoverNamespace = defineRoute({
  id: 'discoverNamespace',
  method: 'GET',
  path: '',
  namespaces: ['appointease/v1', 'booking/v1'],
  summary: 'The routes of one namespace',
  description: "As WordPress's index of a namespace.",
  tags: ['discovery'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: NamespaceIndexReply },
  errors: [],
})

const discoverSite = defineRoute({
  id: 'discoverSite',
  method: 'GET',
  path: '/wp-json/',
  namespaces: [],
  summary: 'Namespaces and routes',
  description: "As WordPress's REST index. `/?rest_route=/` is the same.",
  tags: ['discovery'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: SiteIndexReply },
  errors: ['STORAGE_UNAVAILABLE', 'internal_server_error'],
})

const heartbeat = defineRoute({
  id: 'heartbeat',
  method: 'POST',
  path: '/wp-admin/admin-ajax.php',
  namespaces: [],
  summary: "WordPress's heartbeat",
  description:
    'As `heartbeat.js` of WordPress 6.5 sends it and as WordPress answers it: `action=heartbeat`, `data[appointease_poll][…]` in jQuery\'s bracket notation; multipart is read as well. A missing or unknown action, or a JSON body, gets 400 with the body `0`. As in PHP, parameters after the thousandth and below the sixty-fourth bracket are left out; ten thousand, or a thousand brackets, get 400. A bad entry of ours never spoils the tick: `appointease_error` says why. Without cookies no nonce is needed; a caller by cookie without `_nonce` gets `{"success":false}`, with a stale one `nonces_expired` and new nonces, and nothing is done.',
  tags: ['heartbeat'],
  auth: 'public',
  cookieNonce: false,
  body: HeartbeatRequest,
  requestTypes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
  success: { status: 200, schema: HeartbeatReply },
  otherReplies: [
    {
      status: 400,
      description: 'A missing or unknown action, or a JSON body.',
      schema: HeartbeatUnknownAction,
    },
  ],
  errors: ['RATE_LIMITED', 'STORAGE_UNAVAILABLE', 'SERVER_BUSY', 'internal_server_error'],
})

const getLiveness = defineRoute({
  id: 'getLiveness',
  method: 'GET',
  path: '/livez',
  namespaces: [],
  summary: 'Whether the process lives',
  description: 'Touches nothing beneath it.',
  tags: ['operations'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: ProbeReply },
  errors: [],
})

const getReadiness = defineRoute({
  id: 'getReadiness',
  method: 'GET',
  path: '/readyz',
  namespaces: [],
  summary: 'Whether requests should be sent here',
  description: '503 while starting, stopping, or without a database.',
  tags: ['operations'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: ProbeReply },
  otherReplies: [{ status: 503, description: 'Not now; `status` says why.', schema: ProbeReply }],
  errors: [],
})

const getMetrics = defineRoute({
  id: 'getMetrics',
  method: 'GET',
  path: '/metrics',
  namespaces: [],
  summary: "Measurements in Prometheus's text format",
  description: 'Not public by default.',
  tags: ['operations'],
  auth: 'operator',
  cookieNonce: false,
  success: { status: 200, schema: MetricsText, contentType: 'text/plain' },
  errors: ['rest_no_route'],
})

const getCalendarFeed = defineRoute({
  id: 'getCalendarFeed',
  method: 'GET',
  path: '/calendar/{file}',
  namespaces: [],
  summary: 'A calendar of the staff to subscribe to',
  description:
    'For calendar programs, at the address that `appointease feeds add` shows: the business or one employee, everything to come and the last 30 days, the customer and the service of each. The address is the only proof that is asked for. 304 where nothing has changed.',
  tags: ['calendars'],
  auth: 'public',
  cookieNonce: false,
  params: CalendarFeedParams,
  headers: CalendarFeedHeaders,
  success: {
    status: 200,
    schema: CalendarFeedFile,
    contentType: 'text/calendar',
    conditional: true,
    headers: {
      ETag: 'Another one wherever the calendar is another.',
      'Last-Modified': 'Left out where that was less than a minute ago.',
    },
  },
  errors: [...TAKES_PARAMS, 'NOT_FOUND', 'RATE_LIMITED', ...READS],
})

const showReminderEnd = defineRoute({
  id: 'showReminderEnd',
  method: 'GET',
  path: '/unsubscribe',
  namespaces: [],
  summary: 'A page that ends reminders',
  description: 'For people, by the link in a reminder. It has one button, and ends nothing by itself.',
  tags: ['reminders'],
  auth: 'public',
  cookieNonce: false,
  query: ReminderEndQuery,
  success: { status: 200, schema: PageText, contentType: 'text/html' },
  errors: [...TAKES_PARAMS, 'NOT_FOUND', ...READS],
})

const endReminders = defineRoute({
  id: 'endReminders',
  method: 'POST',
  path: '/unsubscribe',
  namespaces: [],
  summary: 'End reminders',
  description:
    'For the address that a reminder went to, by the link in it: one request of a mail program (RFC 8058) or the button of the page. The link is the only proof that is asked for. Again: the same.',
  tags: ['reminders'],
  auth: 'public',
  cookieNonce: false,
  query: ReminderEndQuery,
  body: ReminderEndRequest,
  requestTypes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
  success: { status: 200, schema: PageText, contentType: 'text/html' },
  errors: [...TAKES_BODY, 'NOT_FOUND', ...WRITES],
})

const getDocs = defineRoute({
  id: 'getDocs',
  method: 'GET',
  path: '/docs',
  namespaces: [],
  summary: 'This description, for people',
  description: 'A page that shows `openapi.json`.',
  tags: ['discovery'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: PageText, contentType: 'text/html' },
  errors: [],
})

export const siteRoutes = {
  getHealth,
  getOpenApi,
  discoverNamespace,
  discoverSite,
  heartbeat,
  getLiveness,
  getReadiness,
  getMetrics,
  getCalendarFeed,
  showReminderEnd,
  endReminders,
  getDocs,
}
