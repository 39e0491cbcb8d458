import { startMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { FastCgiConnection, fastCgiRequest } from './fastcgi.ts'
import type { HttpReply } from './httpConnection.ts'
import type { Row } from './measurement.ts'
import { processorSeconds } from './processCost.ts'
import { compareRates } from './turns.ts'
import { findWordPress, startWordPress, type WordPress } from './wordpress.ts'
import { type Run, runWorkers } from './workers.ts'

const AT_ONCE = 4
const CALLS = 120
const AT_LEAST = 100

export interface OwnTicks {
  readonly what: string
  /** The process that answers them. */
  readonly pid: number
  readonly run: () => Promise<Run>
}

/**
 * Ticks beside those of WordPress core that carry nothing and are answered with the server's time alone: Debian's
 * `wordpress` as it is after the installation, run by as many workers of php-fpm as there are callers, with opcache, spoken
 * to over FastCGI with no web server before it.
 */
export async function besideWordPress(own: OwnTicks): Promise<readonly Row[]> {
  const what = `${own.what} beside WordPress core's empty heartbeat`
  const programs = await findWordPress()
  if ('missing' in programs)
    return [{ what, measured: `skipped: there is no ${programs.missing} on this machine` }]
  const mariadb = await startMariadb()
  try {
    const wordPress = await startWordPress(programs, mariadb, AT_ONCE)
    try {
      const run = () => driveWordPress(wordPress)
      const name = `${wordPress.versions}, ${AT_ONCE} at once,`
      const rates = await compareRates({ what, run: own.run, reference: { name, run } }, AT_LEAST)
      const mine = await millisecondsEach([own.pid], own.run)
      const theirs = await millisecondsEach([...wordPress.workers, mariadb.pid], run)
      return [
        rates,
        {
          what: 'processor time of each',
          measured: `${mine.toFixed(3)} ms`,
          reference: `WordPress with its MariaDB ${theirs.toFixed(1)} ms, ratio ${(mine / theirs).toFixed(4)}`,
        },
      ]
    } finally {
      await wordPress.stop()
    }
  } finally {
    await mariadb.stop()
  }
}

async function driveWordPress({ root, socket }: WordPress): Promise<Run> {
  const request = emptyTick(root)
  const connections = await Promise.all(Array.from({ length: AT_ONCE }, () => FastCgiConnection.open(socket)))
  try {
    return await runWorkers(AT_ONCE, CALLS, async (worker) => {
      const reply = await connections[worker]?.send(request)
      if (!isTicked(reply)) throw new Error(`Answered ${reply?.status}: ${reply?.body}`)
    })
  } finally {
    for (const connection of connections) connection.close()
  }
}

/** As WordPress's `heartbeat.js` sends it for a visitor who is not signed in and whom no nonce was given. */
function emptyTick(root: string): Buffer {
  const script = '/wp-admin/admin-ajax.php'
  const body = new URLSearchParams({
    interval: '60',
    _nonce: '',
    action: 'heartbeat',
    screen_id: 'front',
    has_focus: 'true',
  }).toString()
  const variables = {
    REQUEST_METHOD: 'POST',
    SCRIPT_FILENAME: `${root}${script}`,
    SCRIPT_NAME: script,
    REQUEST_URI: script,
    DOCUMENT_ROOT: root,
    QUERY_STRING: '',
    CONTENT_TYPE: 'application/x-www-form-urlencoded; charset=UTF-8',
    CONTENT_LENGTH: String(body.length),
    SERVER_PROTOCOL: 'HTTP/1.1',
    SERVER_NAME: 'bench',
    SERVER_PORT: '80',
    REMOTE_ADDR: '127.0.0.1',
    HTTP_HOST: 'bench',
    HTTP_ACCEPT: 'application/json, text/javascript, */*; q=0.01',
    HTTP_X_REQUESTED_WITH: 'XMLHttpRequest',
  }
  return fastCgiRequest(variables, body)
}

function isTicked(reply: HttpReply | undefined): boolean {
  return reply?.status === 200 && Number.isInteger(JSON.parse(reply.body).server_time)
}

async function millisecondsEach(pids: readonly number[], run: () => Promise<Run>): Promise<number> {
  const spent = () => pids.reduce((sum, pid) => sum + processorSeconds(pid), 0)
  const before = spent()
  const { latencies } = await run()
  return ((spent() - before) * 1_000) / latencies.length
}
