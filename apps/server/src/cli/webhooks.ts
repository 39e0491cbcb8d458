import { type TestWebhook, WEBHOOK_EVENT_TYPES, type WebhookEventType } from '@appointease/contract'
import packageJson from '../../package.json' with { type: 'json' }
import { createRandomness } from '../adapters/crypto/randomness.ts'
import { createWebhookCaller } from '../adapters/webhooks/webhookCaller.ts'
import { addWebhook, MOST_WEBHOOKS } from '../commands/addWebhook.ts'
import { instantText } from '../instantText.ts'
import type { DeliveryRecord, WebhookAttempt } from '../ports/webhooks.ts'
import { deliver } from '../webhooks/delivery.ts'
import { type Command, type CommandEnd, DONE, type Given, type Surroundings } from './command.ts'
import { idIn } from './idIn.ts'
import { withSeals, withStorage } from './withStorage.ts'

const HELP = `Who is told of what becomes of appointments: docs/reference/webhooks.md.

  add URL             tells this address from now on, and shows the secret that its deliveries are signed with, once;
                      a single - reads the address from standard input
    --events LIST     of what, separated by commas; default everything:
                      ${WEBHOOK_EVENT_TYPES.slice(0, 3).join(', ')},
                      ${WEBHOOK_EVENT_TYPES.slice(3).join(', ')}
    --allow-private   it may be on this machine or in a private network, and be called without encryption
  list                every endpoint
  remove ID           forgets the endpoint and its deliveries
  deliveries          the last ones with every attempt; they are kept for 30 days
    --endpoint ID     only of this one
    --failed          only what was given up
  repeat ID           sends the delivery again, under the same event id, within half a minute
  test ID             calls the endpoint now, and says what it answered`

const SHOWN = 50

export const webhooks: Command = {
  summary: 'tell other systems of appointments, and see what arrived',
  usage:
    'add URL [--events LIST] [--allow-private] | list | remove ID | deliveries [--endpoint ID] [--failed] | repeat ID | test ID',
  help: HELP,
  options: {
    events: { type: 'string' },
    'allow-private': { type: 'boolean' },
    endpoint: { type: 'string' },
    failed: { type: 'boolean' },
  },
  takesWords: true,

  async run(given, surroundings, [action = '', word, ...more]) {
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
    if (!act || more.length > 0)
      return { ok: false, reason: `It takes one of ${Object.keys(ACTIONS).join(', ')}. See --help` }
    return act(given, surroundings, word)
  },
}

type Action = (given: Given, surroundings: Surroundings, word: string | undefined) => Promise<CommandEnd>

const ACTIONS: Readonly<Record<string, Action>> = { add, list, remove, deliveries, repeat, test }

const NONE: CommandEnd = { ok: false, reason: 'There is none of this number.' }

async function add(given: Given, surroundings: Surroundings, word: string | undefined): Promise<CommandEnd> {
  const { say, clock, readInput } = surroundings
  const url = word === '-' ? (await readInput()).trim() : word
  if (url === undefined) return { ok: false, reason: 'It takes an address.' }
  const events = readEvents(given.events)
  if (!events)
    return {
      kind: 'config_problem',
      variable: '--events',
      reason: 'it has a word that is no event',
      example: WEBHOOK_EVENT_TYPES.join(','),
    }
  const allowsPrivate = given['allow-private'] === true
  return withSeals(surroundings, async ({ storage }, seals) => {
    const deps = { webhooks: storage.webhooks, seals, randomness: createRandomness(), clock }
    const added = await addWebhook(deps, { url, events, allowsPrivate })
    if (!added.ok) return { ok: false, reason: REASONS[added.refusal] }
    say(`Endpoint ${added.value.id} is told of ${events.join(', ')}.`)
    say(`Its secret, shown this once: ${added.value.secret}`)
    return DONE
  })
}

const REASONS = {
  no_url: 'The address is none. For example: https://example.com/appointments',
  not_https: 'The address must begin with https://, unless --allow-private says that it may be private.',
  credentials: 'The address must have no user and no password in it; deliveries are signed.',
  private_address: 'The address is not a public one. --allow-private lets it be private.',
  too_long: 'The address is too long.',
  too_many: `There are ${MOST_WEBHOOKS} endpoints already.`,
}

function readEvents(text: Given[string]): readonly WebhookEventType[] | undefined {
  if (text === undefined) return WEBHOOK_EVENT_TYPES
  const words = new Set(String(text).split(','))
  const events = WEBHOOK_EVENT_TYPES.filter((type) => words.has(type))
  return events.length === words.size ? events : undefined
}

function list(_given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  return withStorage(surroundings, async ({ storage }) => {
    const endpoints = await storage.webhooks.listEndpoints()
    for (const { id, url, events, allowsPrivate } of endpoints)
      surroundings.say(`${number(id)}  ${url}  ${events.join(',')}${allowsPrivate ? '  may be private' : ''}`)
    surroundings.say(`${endpoints.length} in all.`)
    return DONE
  })
}

async function remove(
  _given: Given,
  surroundings: Surroundings,
  word: string | undefined,
): Promise<CommandEnd> {
  const id = idIn(word)
  if (id === undefined) return NONE
  return withStorage(surroundings, async ({ storage }) => {
    if (!(await storage.webhooks.removeEndpoint(id))) return NONE
    surroundings.say(`Endpoint ${id} is told nothing any more.`)
    return DONE
  })
}

async function deliveries(given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  const endpointId = idIn(given.endpoint)
  if (given.endpoint !== undefined && endpointId === undefined) return NONE
  return withStorage(surroundings, async ({ storage }) => {
    const status = given.failed === true ? 'dead' : undefined
    const found = await storage.webhooks.listDeliveries({ endpointId, status, limit: SHOWN })
    for (const one of found) {
      surroundings.say(deliveryLine(one))
      for (const attempt of one.attempts) surroundings.say(attemptLine(attempt))
    }
    surroundings.say(found.length === SHOWN ? `The last ${SHOWN}.` : `${found.length} in all.`)
    return DONE
  })
}

const STATUS_WORDS = { waiting: 'waiting', delivered: 'delivered', dead: 'given up' }

function deliveryLine({ id, endpointId, eventId, type, status, createdAt, dueAt }: DeliveryRecord): string {
  const next = status === 'waiting' ? ` until ${instantText(dueAt)}` : ''
  return `${number(id)}  ${instantText(createdAt)}  ${type}  endpoint ${endpointId}  ${eventId}  ${STATUS_WORDS[status]}${next}`
}

const attemptLine = ({ at, httpStatus, durationMilliseconds, error }: WebhookAttempt) =>
  `${' '.repeat(10)}${instantText(at)}  ${httpStatus ?? '–'}  ${durationMilliseconds} ms  ${error || 'taken'}`

async function repeat(
  _given: Given,
  surroundings: Surroundings,
  word: string | undefined,
): Promise<CommandEnd> {
  const id = idIn(word)
  if (id === undefined) return NONE
  return withStorage(surroundings, async ({ storage }) => {
    if (!(await storage.webhooks.repeatDelivery(id, surroundings.clock.now()))) return NONE
    surroundings.say('A running server sends it again within half a minute.')
    return DONE
  })
}

async function test(
  _given: Given,
  surroundings: Surroundings,
  word: string | undefined,
): Promise<CommandEnd> {
  const id = idIn(word)
  if (id === undefined) return NONE
  return withSeals(surroundings, async ({ storage }, seals) => {
    const endpoint = await storage.webhooks.findEndpoint(id)
    if (!endpoint) return NONE
    const { clock, say } = surroundings
    const eventId = `test-${createRandomness().token(12)}`
    const body: TestWebhook = { id: eventId, type: 'webhook.test', created_at: instantText(clock.now()) }
    const caller = createWebhookCaller({ userAgent: `AppointEase/${packageJson.version}` })
    const message = { eventId, body: JSON.stringify(body) }
    const { httpStatus, durationMilliseconds, error } = await deliver(message, endpoint, {
      caller,
      seals,
      clock,
    })
    if (error !== '') return { ok: false, reason: `It did not arrive: ${error}.` }
    say(`It answered ${httpStatus} in ${durationMilliseconds} ms.`)
    return DONE
  })
}

const number = (id: number) => String(id).padStart(8)
