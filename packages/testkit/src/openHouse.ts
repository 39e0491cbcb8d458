import { ROUTE_LIST, type RouteId } from '@appointease/contract'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import { type AppDependencies, buildApp, type HttpConfig } from '@appointease/server/http/app.ts'
import { SESSION_SEAL } from '@appointease/server/http/callers.ts'
import type { HandlerInput, Reply } from '@appointease/server/http/handler.ts'
import { createLogger } from '@appointease/server/logging.ts'
import type { BusinessSettings } from '@appointease/server/ports/catalog.ts'
import type { Storage } from '@appointease/server/ports/storage.ts'
import { anEmployee, aService, MONDAY, someSettings } from './builders.ts'
import { type FixedClock, fixedClock } from './fixedClock.ts'
import { seededRandomness } from './seededRandomness.ts'
import { sqliteUnderTest } from './sqliteUnderTest.ts'

type AnyInput = HandlerInput<(typeof ROUTE_LIST)[number]>
export type AnyHandler = (input: AnyInput) => Promise<Reply<unknown>>

export interface HouseOptions extends Pick<AppDependencies, 'connectionLimits'> {
  readonly config?: Partial<HttpConfig>
  readonly settings?: Partial<BusinessSettings>
  /** In place of the stand-in that answers `{ reached: true }`. */
  readonly handlers?: Partial<Record<RouteId, AnyHandler>>
  /** Puts something between the house and its storage. */
  readonly withStorage?: (storage: Storage) => Storage
}

export interface OpenHouse {
  readonly app: Awaited<ReturnType<typeof buildApp>>
  readonly clock: FixedClock
  readonly storage: Storage
  readonly seals: ReturnType<typeof createSeals>
  /** Finished lines of the log. */
  readonly log: readonly string[]
  /** What handlers were given, latest last. */
  readonly reached: readonly AnyInput[]
  /** A live session's token. */
  signIn(email: string): Promise<string>
  close(): Promise<void>
}

const OWN_TAGS = new Set(['catalogue', 'discovery', 'operations'])

/** The HTTP side over a real database with one service and one employee, and stand-ins behind every other route. */
export async function openHouse(options: HouseOptions = {}): Promise<OpenHouse> {
  const under = await sqliteUnderTest()
  const { storage, ephemeral } = under
  await storage.catalog.saveSettings(someSettings(options.settings))
  await storage.catalog.saveService(aService())
  await storage.catalog.saveEmployee(anEmployee({ email: 'sarah@staff.example' }))
  const clock = fixedClock(MONDAY)
  const seals = createSeals('a secret of a house under test, long enough')
  const randomness = seededRandomness(1)
  const log: string[] = []
  const reached: AnyInput[] = []
  const app = await buildApp({
    config: {
      publicUrl: new URL('https://book.example/'),
      trustProxy: false,
      rateLimitScale: 1,
      assetsDirectory: '/nowhere',
      version: '0.0.0-test',
      ...options.config,
    },
    storage: options.withStorage?.(storage) ?? storage,
    ephemeral,
    clock,
    seals,
    randomness,
    logger: createLogger({ level: 'debug', pretty: false, output: { write: (line) => log.push(line) } }),
    ...(options.connectionLimits && { connectionLimits: options.connectionLimits }),
    register(router) {
      for (const route of ROUTE_LIST.filter(({ tags }) => !tags.some((tag) => OWN_TAGS.has(tag)))) {
        const handler = options.handlers?.[route.id as RouteId]
        router.handle(route, async (input) => {
          reached.push(input)
          return (handler ? await handler(input) : { ok: true, data: { reached: true } }) as Reply<never>
        })
      }
    },
  })
  return {
    app,
    clock,
    storage,
    seals,
    log,
    reached,
    async signIn(email) {
      const token = randomness.token(32)
      const tokenFingerprint = seals.fingerprint(SESSION_SEAL, token)
      const now = clock.now()
      await storage.sessions.putSession({
        tokenFingerprint,
        email,
        createdAt: now,
        expiresAt: (now + 86_400_000) as typeof now,
      })
      return token
    },
    async close() {
      await app.close()
      await under.dispose()
    },
  }
}
