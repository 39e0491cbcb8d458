import type { RedisServers } from '../../config/config.ts'
import { QuickStoreLost } from '../../ports/quickStore.ts'
import { RedisLost } from './failures.ts'
import { createRedisStore, type RedisStore } from './index.ts'

export interface ConnectionTest {
  readonly ok: boolean
  /** Of a question and its answer; 0 where there was none. */
  readonly latencyMilliseconds: number
  /** The oldest there is, where there are several servers; empty where none could be read. */
  readonly version: string
  /** Plain words for whoever has typed the address; what should be changed, also where it can be used. */
  readonly message: string
}

/** Whether these servers can be used, asked over connections of its own. Never throws, and never repeats a password. */
export async function testRedisConnection(servers: RedisServers): Promise<ConnectionTest> {
  let store: RedisStore | undefined
  try {
    store = await createRedisStore({ servers })
    await store.check()
    const { servers: described, warnings } = await store.inspect()
    return {
      ok: true,
      latencyMilliseconds: Math.max(...described.map((server) => server.latencyMilliseconds)),
      version: described.map(({ version }) => version).sort(byVersion)[0] ?? '',
      message: warnings.join(' ') || 'Redis can be used.',
    }
  } catch (error) {
    const reason = error instanceof RedisLost ? error.reason : ''
    const message = error instanceof QuickStoreLost ? explain(reason, servers) : explainFile(error)
    return { ok: false, latencyMilliseconds: 0, version: '', message }
  } finally {
    await store?.close()
  }
}

const byVersion = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true })

const EXPLANATIONS: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED$/, 'Nobody listens at this address.'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'No machine of this name is known.'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, 'It does not answer in time.'],
  [/^WRONGPASS$/, 'The user name or the password is wrong.'],
  [/^NOAUTH$/, 'It wants a password.'],
  [/^NOPERM$/, 'This user may not do everything that is needed there.'],
  [/^(EPROTO|ERR_SSL_)/, 'It does not speak TLS; an address with redis:// does without.'],
  [/CERT|^UNABLE_TO_|SELF_SIGNED/, 'Its certificate is not trusted; tls_ca= names the authority to trust.'],
  [/^(ECONNRESET|EPIPE)$/, 'It ends the connection. Perhaps it wants TLS, which is rediss://.'],
  [/^SENTINELS$/, 'No sentinel answers that knows a master of this name.'],
  [/^CLUSTERDOWN$/, 'The cluster is not whole.'],
  [/^OOM$/, 'Its memory is full.'],
  [/^MISCONF$/, 'It does not write, because it cannot save to its disk.'],
  [/^LOADING$/, 'It is still loading its data.'],
  [/^READONLY$/, 'It is a replica, which can only be read.'],
]

function explain(reason: string, { tls }: RedisServers): string {
  const known = EXPLANATIONS.find(([pattern]) => pattern.test(reason))
  const message = known?.[1] ?? `It cannot be used: ${reason}.`
  // Redis waits for more of what it takes for a question.
  const isSilent = tls !== undefined && reason === 'ETIMEDOUT'
  return isSilent
    ? `${message} Perhaps it does not speak TLS; an address with redis:// does without.`
    : message
}

/** Why createRedisStore threw, in plain words. */
export function explainFile(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  return `The file that tls_ca= names cannot be read (${code}).`
}
