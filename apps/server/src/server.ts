import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import packageJson from '../package.json' with { type: 'json' }
import { openCalDav } from './adapters/caldav/calendarAccess.ts'
import { createRandomness } from './adapters/crypto/randomness.ts'
import { createSeals } from './adapters/crypto/seals.ts'
import { startDualStore } from './adapters/dual/index.ts'
import type { KeeperTimes } from './adapters/dual/keeper.ts'
import { summaryOf } from './adapters/mysql/adoption/report.ts'
import { createSmtpMailer } from './adapters/smtp/smtpMailer.ts'
import { createWebhookCaller } from './adapters/webhooks/webhookCaller.ts'
import { renderFeed } from './calendars/feed.ts'
import { renderIcs } from './calendars/ics.ts'
import { MOST_WEBHOOKS } from './commands/addWebhook.ts'
import type { CommandDependencies } from './commands/dependencies.ts'
import type { Config } from './config/config.ts'
import { buildApp } from './http/app.ts'
import { appointmentRoutes } from './http/appointments/routes.ts'
import { availabilityRoutes } from './http/availability/routes.ts'
import { calendarRoutes } from './http/calendars/routes.ts'
import { connectionsFor } from './http/connections.ts'
import { createLimits } from './http/limits.ts'
import { createNonces } from './http/nonces.ts'
import type { PressureLimits } from './http/pressure.ts'
import { createRecentSessions } from './http/recentSessions.ts'
import { reminderRoutes } from './http/reminders/routes.ts'
import type { Router } from './http/router.ts'
import { sessionRoutes } from './http/sessions/routes.ts'
import { createSlotActions } from './http/slots/actions.ts'
import { slotRoutes } from './http/slots/routes.ts'
import { initialSettings } from './initialSettings.ts'
import { createCleanUp } from './jobs/cleanUp.ts'
import { type Job, systemTimers, type Timers } from './jobs/job.ts'
import { createLapses } from './jobs/lapses.ts'
import { createOutboxSender, SENDER_CONCURRENCY } from './jobs/outboxSender.ts'
import { createOutsideCalendarsJob } from './jobs/outsideCalendars.ts'
import { createRedisInspection } from './jobs/redisInspection.ts'
import { createRedisWatch } from './jobs/redisWatch.ts'
import { createReminders } from './jobs/reminders.ts'
import { createWebhookSender } from './jobs/webhookSender.ts'
import { createLive, type Live } from './live.ts'
import { logDualEvents } from './logDualEvents.ts'
import { createLogger, type LogOutput } from './logging.ts'
import { directionOf, languageOf, wordsOf } from './mail/languages.ts'
import { createMailRenderer } from './mail/mailRenderer.ts'
import { findManageUrl } from './manageLinks.ts'
import { chooseRedis, openSealed, secretMarkOf } from './openRedis.ts'
import { openStorage } from './openStorage.ts'
import type { Clock } from './ports/clock.ts'
import type { EphemeralStore } from './ports/ephemeral.ts'
import type { Randomness } from './ports/randomness.ts'
import type { Storage } from './ports/storage.ts'
import { heartbeatRoutes } from './realtime/heartbeat.ts'
import { createSlotEvents } from './realtime/slotEvents.ts'
import { streamRoutes } from './realtime/streams/route.ts'
import { findReminderLinks } from './reminderLinks.ts'
import { makeSampleBusiness } from './sampleBusiness.ts'
import { createStoreClock } from './storeClock.ts'
import { systemClock } from './systemClock.ts'

/** Everything that a server takes from the world around it. */
export interface Surroundings {
  readonly config: Config
  /** At least 32 bytes. */
  readonly secret: string
  readonly clock?: Clock
  readonly randomness?: Randomness
  readonly timers?: Timers
  readonly logOutput: LogOutput
  /** A line for people at a terminal. */
  readonly prettyLog: boolean
  /** Shows one line to whoever runs the server, beside the log. */
  readonly announce: (line: string) => void
  /** How locks move between Redis and the database. */
  readonly keeperTimes?: KeeperTimes
  /** How much may wait before requests are refused; default: what the machine can bear. */
  readonly pressureLimits?: PressureLimits
  /** What commands and queries work with in place of what was opened; default: just that. */
  readonly withPorts?: (ports: ServerPorts) => ServerPorts
}

export type ServerPorts = Pick<CommandDependencies, 'storage' | 'locks'>

export interface RunningServer {
  /** Where it listens; the port that the system chose where the configuration left it open. */
  readonly address: URL
  readonly app: FastifyInstance
  readonly storage: Storage
  readonly ephemeral: EphemeralStore
  /** Looks into the outbox at once and resolves when nothing is being sent any more. */
  readonly sendDueMails: () => Promise<void>
  /** The same of the webhooks. */
  readonly callDueWebhooks: () => Promise<void>
  /** Reads and writes the outside calendars that are due. */
  readonly lookAtCalendars: () => Promise<void>
  /** Takes no more connections, finishes what is under way within ten seconds, closes everything. Once. */
  readonly stop: () => Promise<void>
}

const FINISH_MS = 10_000
const BOOKING_APP = join(import.meta.dirname, '../../booking/dist')

/** Builds everything and listens. Where anything fails on the way, what was opened is closed and the fault thrown. */
export async function startServer(surroundings: Surroundings): Promise<RunningServer> {
  const { config, announce } = surroundings
  const { timers = systemTimers } = surroundings
  const randomness = surroundings.randomness ?? createRandomness()
  const seals = createSeals(surroundings.secret)
  const logger = createLogger({
    level: config.logLevel,
    pretty: surroundings.prettyLog,
    output: surroundings.logOutput,
  })
  const database = await openStorage(config, (report) => announce(summaryOf(report)))
  const sessions = createRecentSessions(database.storage.sessions)
  const storage: Storage = { ...database.storage, sessions }
  const opened: (() => Promise<unknown>)[] = [() => storage.close()]
  const warnOfLive = (fault: unknown) => logger.error({ err: fault }, 'Watchers of slots could not be told')
  let stopClock = () => {}
  try {
    return await start(surroundings.clock ?? (await startClock()))
  } catch (error) {
    stopClock()
    for (const close of opened.reverse()) await close()
    throw error
  }

  /** A file is on this machine; what processes of several machines share has a clock of its own. */
  async function startClock(): Promise<Clock> {
    if (config.database.kind === 'sqlite') return systemClock
    const storeClock = await createStoreClock(storage.now, timers)
    stopClock = storeClock.stop
    storeClock.start()
    return storeClock
  }

  async function start(clock: Clock): Promise<RunningServer> {
    if (config.sampleData) await makeSampleBusiness(storage.catalog, config.timeZone)
    else {
      const settings = initialSettings(config.timeZone)
      await storage.catalog.fillEmpty({ settings, services: [], employees: [] })
    }

    const warn = (line: string) => logger.warn(line)
    const { quick, inUse } = await chooseRedis(config, database.connections, seals, warn)
    const events = createSlotEvents({
      log: database.changes,
      catalog: storage.catalog,
      timers,
      warn: warnOfLive,
    })
    const logDual = logDualEvents(logger)
    const dual = await startDualStore(database, {
      quick,
      clock,
      secretMark: secretMarkOf(seals),
      log(event) {
        logDual(event)
        if (event.kind === 'switched') events.missed()
      },
      told: events.tell,
      ...(surroundings.keeperTimes && { times: surroundings.keeperTimes }),
    }).catch(async (error: unknown) => {
      // From here on the dual store closes it.
      await quick?.close()
      throw error
    })
    opened.push(dual.stop)
    events.useQuick(quick)
    const { locks, ephemeral } = dual
    let redis = quick
    const redisWatch = createRedisWatch({
      find: async () => (config.redis ? undefined : database.connections.findRedis()),
      async use(sealed) {
        redis = await openSealed(seals, sealed, warn)
        events.useQuick(redis)
        await dual.replaceQuick(redis)
      },
      inUse,
      timers,
      logger,
    })
    const redisInspection = createRedisInspection({
      inspect: async () => (await redis?.inspect())?.warnings ?? [],
      timers,
      logger,
    })
    const mailer =
      config.smtp &&
      createSmtpMailer({ server: config.smtp, from: config.mailFrom, connections: SENDER_CONCURRENCY })
    if (mailer) opened.push(() => mailer.close())
    const sender = createOutboxSender({
      queue: storage.outbox,
      clock,
      timers,
      logger,
      random: Math.random,
      mailer,
      seals,
      announce,
      messageIdDomain: config.mailFrom.slice(config.mailFrom.indexOf('@') + 1),
      findManageUrl: (strongId) => findManageUrl(storage, seals, config.publicUrl, strongId),
      findReminderLinks: (message, recipient) =>
        findReminderLinks(storage, seals, config.publicUrl, message, recipient),
      render: createMailRenderer({
        catalog: storage.catalog,
        emailTemplates: storage.emailTemplates,
        publicUrl: config.publicUrl,
        mailFrom: config.mailFrom,
        warn: (facts, line) => logger.warn(facts, line),
      }),
    })
    const webhookSender = createWebhookSender({
      queue: storage.webhooks,
      caller: createWebhookCaller({ userAgent: `AppointEase/${packageJson.version}` }),
      seals,
      clock,
      timers,
      logger,
      concurrency: MOST_WEBHOOKS,
      random: Math.random,
    })
    const reminders = createReminders({ storage, clock, timers, logger, outboxFilled: sender.kick })
    const cleanUp = createCleanUp({ storage, clock, timers, logger })
    const outsideCalendars = createOutsideCalendarsJob({
      calendars: database.calendars,
      catalog: storage.catalog,
      open: openCalDav,
      seals,
      clock,
      timers,
      randomness,
      logger,
    })

    const ports: ServerPorts = { storage, locks }
    const commands: CommandDependencies = {
      ...(surroundings.withPorts?.(ports) ?? ports),
      ephemeral,
      clock,
      seals,
      randomness,
      ownerEmail: config.owner?.email ?? '',
      outboxFilled() {
        sender.kick()
        webhookSender.kick()
      },
    }
    const live = createLive(commands, events, config, timers, warnOfLive)
    const lapses = createLapses({ ...commands, timers, logger })
    const app = await buildApp({
      pressureLimits: surroundings.pressureLimits,
      config: {
        publicUrl: config.publicUrl,
        trustProxy: config.trustProxy,
        rateLimitScale: config.rateLimitScale,
        assetsDirectory: BOOKING_APP,
        version: packageJson.version,
      },
      storage,
      sessions,
      ephemeral,
      clock,
      seals,
      randomness,
      logger,
      live: live.door,
      connectionLimits: connectionsFor(live.mostStreams),
      register: (router) => registerRoutes(router, commands, live, config),
    })
    opened.push(() => app.close())
    await app.listen({ host: config.host, port: config.port })
    const jobs: readonly Job[] = [
      sender,
      webhookSender,
      reminders,
      lapses,
      outsideCalendars,
      cleanUp,
      redisWatch,
      redisInspection,
    ]
    for (const job of jobs) job.start()
    events.start(() => ephemeral.status().storageMode === 'redis')

    return {
      address: addressOf(app, config),
      app,
      storage,
      ephemeral,
      async sendDueMails() {
        sender.kick()
        await sender.settled()
      },
      async callDueWebhooks() {
        webhookSender.kick()
        await webhookSender.settled()
      },
      lookAtCalendars: outsideCalendars.lookNow,
      async stop() {
        await Promise.all([
          app.close(),
          atMost(FINISH_MS, timers, Promise.all(jobs.map((job) => job.stop()))),
        ])
        stopClock()
        await events.stop()
        await mailer?.close()
        await dual.stop()
        await storage.close()
      },
    }
  }
}

function registerRoutes(router: Router, commands: CommandDependencies, live: Live, config: Config): void {
  const limits = createLimits(commands, config.rateLimitScale)
  const nonces = createNonces(commands.seals)
  const actions = createSlotActions(commands, limits, live.snapshots)
  availabilityRoutes(router, commands)
  slotRoutes(router, actions)
  sessionRoutes(router, commands, limits, nonces)
  appointmentRoutes(router, commands, limits, config.publicUrl, (appointment, settings) =>
    renderIcs(
      appointment,
      {
        name: settings.businessName,
        address: config.mailFrom,
        manageUrl: new URL('manage', config.publicUrl).href,
      },
      { words: wordsOf(languageOf(appointment.customerLocale, settings.locale)).calendar },
    ),
  )
  calendarRoutes(router, commands, limits, renderFeed)
  reminderRoutes(router, commands, config.publicUrl, (...locales) => {
    const language = languageOf(...locales)
    const { endReminders: ask, remindersEnded: done } = wordsOf(language)
    return { language, direction: directionOf(language), ask, done }
  })
  heartbeatRoutes(router, actions, nonces)
  streamRoutes(router, live.streams, commands.seals)
}

/** A mail whose outcome is not waited for is taken up again at the next start, under the same Message-ID. */
async function atMost(milliseconds: number, timers: Timers, work: Promise<unknown>): Promise<void> {
  let cancel = () => {}
  const enough = new Promise<void>((resolve) => {
    cancel = timers.after(milliseconds, resolve)
  })
  await Promise.race([work, enough])
  cancel()
}

function addressOf(app: FastifyInstance, config: Config): URL {
  const { port } = app.server.address() as AddressInfo
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}/`)
}
