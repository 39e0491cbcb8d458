import { ROUTE_LIST, type RouteDefinition, type RouteId } from '@appointease/contract'
import {
  CANARY,
  manageTokenIn,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { type RawReply, sendRaw } from '@appointease/testkit/rawRequest.ts'
import { validRequests, wireRequest } from '@appointease/testkit/validRequests.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const table: readonly (RouteDefinition & { readonly id: RouteId })[] = ROUTE_LIST

const otherTokens = new WeakMap<PlantedServer, Promise<string>>()
function otherToken(planted: PlantedServer): Promise<string> {
  const known = otherTokens.get(planted) ?? planted.signIn('another.customer@customers.example')
  otherTokens.set(planted, known)
  return known
}

const otherLinks = new WeakMap<PlantedServer, Promise<string>>()
/** What the link of another customer's appointment carries. */
function otherLink(planted: PlantedServer): Promise<string> {
  const known = otherLinks.get(planted) ?? bookAnother(planted)
  otherLinks.set(planted, known)
  return known
}

async function bookAnother(planted: PlantedServer): Promise<string> {
  const authorization = `Bearer ${await otherToken(planted)}`
  const email = 'another.customer@customers.example'
  const booking = { name: 'Another', email, date: '2026-11-26', time: '10:00', service_id: 1, employee_id: 1 }
  const { body } = await planted.send('POST', '/appointments', booking, { authorization })
  return manageTokenIn(body.manage_url)
}

type Naming = (planted: PlantedServer) => Promise<Record<string, string>>

const withNonce: Naming = async (planted) => {
  const cookie = `appointease_session=${planted.token}`
  const { body } = await planted.send('GET', '/session', undefined, { cookie })
  return { cookie, 'x-wp-nonce': body.nonce }
}

/** How each caller names itself. Cookies and tokens are those of the planted customer unless said otherwise. */
const CALLERS = {
  visitor: async () => ({}),
  bearer: async ({ token }: PlantedServer) => ({ authorization: `Bearer ${token}` }),
  cookie: async ({ token }: PlantedServer) => ({ cookie: `appointease_session=${token}` }),
  cookieWrongNonce: async ({ token }: PlantedServer) => ({
    cookie: `appointease_session=${token}`,
    'x-wp-nonce': '0123456789',
  }),
  cookieGuestNonce: async (planted: PlantedServer) => ({
    cookie: `appointease_session=${planted.token}`,
    'x-wp-nonce': (await planted.send('GET', '/session')).body.nonce,
  }),
  cookieNonce: withNonce,
  otherCustomer: async (planted: PlantedServer) => ({
    authorization: `Bearer ${await otherToken(planted)}`,
  }),
  expired: async (planted: PlantedServer) => {
    planted.clock.advance(86_400)
    return { authorization: `Bearer ${planted.token}` }
  },
  ownLink: async ({ manageToken }: PlantedServer) => ({ 'x-appointease-manage': manageToken }),
  otherLink: async (planted: PlantedServer) => ({ 'x-appointease-manage': await otherLink(planted) }),
  forgedLink: async ({ manageToken }: PlantedServer) => ({
    'x-appointease-manage': `${manageToken.slice(0, -43)}${'A'.repeat(43)}`,
  }),
  garbageToken: async () => ({ authorization: 'Bearer ae_0123456789abcdef' }),
  garbageCookie: async () => ({ cookie: 'appointease_session=0123456789abcdef' }),
  foreignVisitor: async () => ({ origin: 'https://evil.example' }),
  foreignBearer: async ({ token }: PlantedServer) => ({
    authorization: `Bearer ${token}`,
    origin: 'https://evil.example',
  }),
  foreignCookie: async (planted: PlantedServer) => ({
    ...(await withNonce(planted)),
    origin: 'null',
  }),
} satisfies Record<string, Naming>
type Caller = keyof typeof CALLERS

const FOREIGN: Partial<Record<Caller, string>> = {
  foreignVisitor: 'ORIGIN_NOT_ALLOWED',
  foreignBearer: 'ORIGIN_NOT_ALLOWED',
  foreignCookie: 'ORIGIN_NOT_ALLOWED',
}
const NO_NONCE: Partial<Record<Caller, string>> = {
  cookie: 'rest_cookie_invalid_nonce',
  cookieWrongNonce: 'rest_cookie_invalid_nonce',
  cookieGuestNonce: 'rest_cookie_invalid_nonce',
}
const NO_SESSION: Partial<Record<Caller, string>> = {
  visitor: 'rest_not_logged_in',
  expired: 'SESSION_EXPIRED',
  garbageToken: 'SESSION_EXPIRED',
  garbageCookie: 'SESSION_EXPIRED',
}
/** Where nobody looks at a link, its holder is a visitor. */
const BY_LINK: Partial<Record<Caller, string>> = {
  ownLink: 'rest_not_logged_in',
  otherLink: 'rest_not_logged_in',
  forgedLink: 'rest_not_logged_in',
}
const EVERYBODY = FOREIGN
const OWN_READ = {
  ...FOREIGN,
  ...NO_SESSION,
  otherCustomer: 'NOT_FOUND',
  otherLink: 'NOT_FOUND',
  forgedLink: 'LINK_INVALID',
}
const OWN_CHANGE = { ...OWN_READ, ...NO_NONCE }
const OWN_LIST = { ...FOREIGN, ...NO_SESSION, ...BY_LINK, otherCustomer: 'rest_forbidden' }

/** Who is refused, and how. Whoever is not named here is let in, and nobody else. */
const REFUSED: Readonly<Record<RouteId, Partial<Record<Caller, string>>>> = {
  listServices: EVERYBODY,
  listStaff: EVERYBODY,
  getBusinessHours: EVERYBODY,
  getTimeSlots: EVERYBODY,
  getSettings: EVERYBODY,
  getServerDate: EVERYBODY,
  checkAvailability: EVERYBODY,
  listAvailability: EVERYBODY,
  checkSlot: EVERYBODY,
  checkRescheduleAvailability: OWN_READ,
  selectSlot: { ...EVERYBODY, forgedLink: 'LINK_INVALID' },
  deselectSlot: EVERYBODY,
  markActiveSlot: EVERYBODY,
  pollSlots: EVERYBODY,
  streamSlots: EVERYBODY,
  generateOtp: EVERYBODY,
  verifyOtp: EVERYBODY,
  createSession: EVERYBODY,
  getSession: EVERYBODY,
  endSession: { ...FOREIGN, ...NO_NONCE },
  checkCustomer: {
    ...FOREIGN,
    visitor: 'rest_forbidden',
    expired: 'rest_forbidden',
    ownLink: 'rest_forbidden',
    otherLink: 'rest_forbidden',
    forgedLink: 'rest_forbidden',
    otherCustomer: 'rest_forbidden',
    garbageToken: 'rest_forbidden',
    garbageCookie: 'rest_forbidden',
  },
  bookAppointment: {
    ...FOREIGN,
    ...NO_NONCE,
    visitor: 'EMAIL_NOT_VERIFIED',
    ownLink: 'EMAIL_NOT_VERIFIED',
    otherLink: 'EMAIL_NOT_VERIFIED',
    forgedLink: 'EMAIL_NOT_VERIFIED',
    otherCustomer: 'EMAIL_NOT_VERIFIED',
    expired: 'SESSION_EXPIRED',
    garbageToken: 'SESSION_EXPIRED',
    garbageCookie: 'SESSION_EXPIRED',
  },
  getAppointment: OWN_READ,
  rescheduleAppointment: OWN_CHANGE,
  cancelAppointment: OWN_CHANGE,
  findUserAppointments: OWN_LIST,
  listUserAppointments: { ...FOREIGN, ...NO_SESSION, ...BY_LINK },
  getAppointmentCalendar: OWN_READ,
  revokeManageLinks: { ...OWN_CHANGE, ...BY_LINK },
  getHealth: EVERYBODY,
  getOpenApi: EVERYBODY,
  discoverNamespace: EVERYBODY,
  discoverSite: EVERYBODY,
  heartbeat: EVERYBODY,
  getLiveness: EVERYBODY,
  getReadiness: EVERYBODY,
  getMetrics: EVERYBODY,
  getCalendarFeed: EVERYBODY,
  showReminderEnd: EVERYBODY,
  endReminders: EVERYBODY,
  getDocs: EVERYBODY,
}

/** The code of whose session has run out is of the day before as well. */
const LATE: Partial<Record<RouteId, string>> = { verifyOtp: 'OTP_EXPIRED', createSession: 'OTP_EXPIRED' }

async function ask(
  planted: PlantedServer,
  route: (typeof table)[number],
  caller: Caller,
  method?: string,
): Promise<RawReply> {
  const headers = await CALLERS[caller](planted)
  const wire = wireRequest(route, validRequests(planted)[route.id])
  const { body, ...head } = { ...wire, headers: { ...wire.headers, ...headers } }
  if (method !== undefined) return sendRaw(planted.url, { ...head, method })
  return sendRaw(planted.url, { ...head, ...(body !== undefined && { body }) })
}

const CELLS = table.flatMap((route) =>
  (Object.keys(CALLERS) as Caller[]).map((caller) => ({ route, caller, refused: REFUSED[route.id][caller] })),
)

/** A session runs out by time going on, which goes on for everybody who comes after. */
function expiredLast(cells: typeof CELLS): typeof CELLS {
  const isExpired = ({ caller }: (typeof CELLS)[number]) => Number(caller === 'expired')
  return cells.toSorted((one, other) => isExpired(one) - isExpired(other))
}

describe('whoever is not let in', () => {
  let planted: PlantedServer
  beforeAll(async () => {
    planted = await startPlantedServer()
  })
  afterAll(() => planted.stop())

  const cells = expiredLast(CELLS.filter(({ refused }) => refused !== undefined))
  it.each(cells)(
    'is refused $route.id as $caller with $refused, and changes nothing',
    async ({ route, caller, refused }) => {
      const before = caller.startsWith('other') ? undefined : planted.database.digest()
      const reply = await ask(planted, route, caller)
      expect([reply.json?.code, reply.json?.data?.status]).toEqual([refused, reply.status])
      expect(reply.text).not.toMatch(
        new RegExp(
          Object.values(CANARY)
            .map((word) => word.replace('+', '\\+'))
            .join('|'),
        ),
      )
      if (route.method === 'GET') {
        const head = await ask(planted, route, caller, 'HEAD')
        expect([head.status, head.text]).toEqual([reply.status, ''])
      }
      if (before !== undefined) expect(planted.database.digest()).toBe(before)
    },
  )
})

/** What can be done once only, or ends something for those who come after. */
const ONCE = new Set<RouteId>([
  'generateOtp',
  'verifyOtp',
  'createSession',
  'endSession',
  'bookAppointment',
  'rescheduleAppointment',
  'cancelAppointment',
  'revokeManageLinks',
])

describe('whoever is let in', () => {
  const cells = expiredLast(CELLS.filter(({ refused }) => refused === undefined))

  describe('to what can be had again', () => {
    let planted: PlantedServer
    beforeAll(async () => {
      planted = await startPlantedServer()
    })
    afterAll(() => planted.stop())

    it.each(
      cells.filter(
        ({ route, caller }) => !ONCE.has(route.id) && (route.method === 'GET' || caller !== 'expired'),
      ),
    )('succeeds with $route.id as $caller', async ({ route, caller }) => {
      const reply = await ask(planted, route, caller)
      expect([reply.status, reply.json?.code]).toEqual([route.success.status, undefined])
    })
  })

  it.each(
    cells.filter(
      ({ route, caller }) => ONCE.has(route.id) || (route.method !== 'GET' && caller === 'expired'),
    ),
  )('succeeds with $route.id as $caller, the first time', async ({ route, caller }) => {
    const planted = await startPlantedServer()
    const reply = await ask(planted, route, caller)
    await planted.stop()
    const late = caller === 'expired' ? LATE[route.id] : undefined
    if (late !== undefined) expect(reply.json.code).toBe(late)
    else expect([reply.status, reply.json?.code]).toEqual([route.success.status, undefined])
  })
})

describe('renewing a session', () => {
  it.each([
    ['visitor', 401, 'rest_not_logged_in'],
    ['cookie', 403, 'rest_cookie_invalid_nonce'],
    ['cookieWrongNonce', 403, 'rest_cookie_invalid_nonce'],
    ['expired', 401, 'SESSION_EXPIRED'],
    ['garbageToken', 401, 'SESSION_EXPIRED'],
    ['bearer', 200, undefined],
    ['cookieNonce', 200, undefined],
  ] as const)('as %s is answered with %i %s', async (caller, status, code) => {
    const planted = await startPlantedServer()
    const headers = await CALLERS[caller](planted)
    const reply = await planted.send('POST', '/session', {}, headers)
    await planted.stop()
    expect([reply.status, reply.body.code]).toEqual([status, code])
  })
})

describe('the routes of the running server', () => {
  it('are those of its OpenAPI document, and the other way round', async () => {
    const planted = await startPlantedServer()
    const document = (await planted.send('GET', '/openapi.json')).body
    const tree = planted.app.printRoutes({ commonPrefix: false })
    const wildcards = ['/*', '/assets/*'].filter((url) => planted.app.hasRoute({ url, method: 'GET' }))
    await planted.stop()
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map(
        (method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1').replace(/\/$/, '')}`,
      ),
    )
    // Fastify's tree names a wildcard without what stands before it.
    const pages = ['GET ', 'GET /manage', 'GET /favicon.svg', 'GET /favicon.ico', 'GET /*']
    expect(wildcards).toEqual(['/assets/*'])
    expect(registered(tree).sort()).toEqual([...documented, ...pages].sort())
  })
})

/** Fastify's tree as `METHOD /path`; every GET has its HEAD and every address its OPTIONS, which no document names. */
function registered(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const found = /^([\s│]*)[└├]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!found) return []
    const [, indent = '', name = '', methods = ''] = found
    const depth = indent.length / 4
    above[depth] = name
    const path = above
      .slice(0, depth + 1)
      .join('/')
      .replace(/\/{2,}/g, '/')
      .replace(/\/$/, '')
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD' && method !== 'OPTIONS')
      .map((method) => `${method} ${path}`)
  })
}
