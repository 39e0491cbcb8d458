import { formatInstant, type Interval } from '@appointease/domain'
import {
  calendarMultiGet,
  calendarQuery,
  createCalendarObject,
  type DAVResponse,
  deleteCalendarObject,
  getBasicAuthHeaders,
  propfind,
  updateCalendarObject,
} from 'tsdav'
import {
  CalendarUnreadable,
  type OpenCalendar,
  type OutsideObject,
  type WriteOutcome,
} from '../../ports/calendarAccess.ts'
import { createGuardedFetch, LARGEST_ANSWER } from './guardedFetch.ts'

/** So many are read and taken apart at a time, so that a large calendar keeps nobody else waiting. */
const OBJECTS_AT_ONCE = 50
const NO_CALENDAR = 'The calendar’s server answers what no calendar does.'
const DATA_PROPS = { 'd:getetag': {}, 'c:calendar-data': {} }

/** CalDAV (RFC 4791) with Basic authentication, and nothing that a server need not have: WebDAV-Sync and ctags are used where they are there. */
export const openCalDav: OpenCalendar = ({ url, user, password }, signal) => {
  const guarded = createGuardedFetch({ budget: LARGEST_ANSWER, signal })
  const headers = { ...getBasicAuthHeaders({ username: user, password }) }
  const common = { headers, fetch: guarded }
  const reporting = { headers, fetch: wholeReports(guarded) }
  const hrefOf = (href: string) => new URL(href, url).href

  function objectsIn(answers: readonly DAVResponse[]): OutsideObject[] {
    return answers.flatMap(({ href, props, status }) => {
      if (href === undefined || status >= 400) return []
      const data: unknown = props?.calendarData
      const text = typeof data === 'object' && data !== null && '_cdata' in data ? data._cdata : (data ?? '')
      return [{ href: hrefOf(href), etag: String(props?.getetag ?? ''), text: String(text) }]
    })
  }

  async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof CalendarUnreadable) throw error
      // What the library says holds pieces of the answer, which may be somebody's events: of it only the status is passed on.
      const status = /failed: (\d{3})/.exec(error instanceof Error ? error.message : '')?.[1]
      refuseStatus(Number(status ?? 0))
      throw new CalendarUnreadable(NO_CALENDAR)
    }
  }

  return {
    async look() {
      const props = { 'd:resourcetype': {}, 'd:sync-token': {}, 'cs:getctag': {} }
      const [answer] = await asked(() => propfind({ ...common, url, props, depth: '0' }))
      if (!answer) throw new CalendarUnreadable(NO_CALENDAR)
      refuseStatus(answer.status)
      if (answer.props?.resourcetype === undefined || !('calendar' in answer.props.resourcetype))
        throw new CalendarUnreadable(
          'At this address is no calendar; give the address of one calendar, not of all.',
        )
      const { syncToken, getctag } = answer.props
      const marks: unknown[] = [getctag, syncToken]
      return marks.filter((mark) => typeof mark === 'string' || typeof mark === 'number').join(' ')
    },

    async listObjects(within) {
      const listed = await asked(() =>
        calendarQuery({
          ...reporting,
          url,
          depth: '1',
          props: { 'd:getetag': {} },
          filters: eventsWithin(within),
        }),
      )
      const hrefs = listed.flatMap(({ href }) => (href === undefined ? [] : [new URL(href, url).pathname]))
      const objects: OutsideObject[] = []
      for (let at = 0; at < hrefs.length; at += OBJECTS_AT_ONCE) {
        const objectUrls = hrefs.slice(at, at + OBJECTS_AT_ONCE)
        const some = await asked(() =>
          calendarMultiGet({ ...reporting, url, depth: '1', props: DATA_PROPS, objectUrls }),
        )
        // One that is gone by now is answered, too.
        if (some.length < objectUrls.length) throw new CalendarUnreadable(NO_CALENDAR)
        objects.push(...objectsIn(some))
      }
      return objects
    },

    async find(href) {
      // Written when another calendar was connected: its server is not given this one's password.
      if (new URL(href).origin !== new URL(url).origin) return undefined
      const answer = await guarded(href, { headers })
      if (answer.status === 404 || answer.status === 410) return undefined
      refuseStatus(answer.status)
      return { href, etag: answer.headers.get('etag') ?? '', text: await answer.text() }
    },

    async put(href, text, etag) {
      const answer = await asked(() =>
        etag === undefined
          ? createCalendarObject({
              ...common,
              calendar: { url },
              iCalString: text,
              filename: href.slice(href.lastIndexOf('/') + 1),
            })
          : updateCalendarObject({ ...common, calendarObject: { url: href, data: text, etag } }),
      )
      return outcomeOf(answer)
    },

    async remove(href, etag) {
      const answer = await asked(() =>
        deleteCalendarObject({ ...common, calendarObject: { url: href, data: '', etag } }),
      )
      if (answer.status === 404 || answer.status === 410) return { kind: 'written', etag: '' }
      return outcomeOf(answer)
    },
  }
}

const END_OF_REPORT = /(?:<\/(?:[\w-]+:)?multistatus\s*>|<(?:[\w-]+:)?multistatus\b[^<>]*\/>)\s*$/

/**
 * An answer that is none, or only the beginning of one, would be read as a calendar with nothing in it: time that is taken
 * would be offered.
 */
function wholeReports(guarded: typeof fetch): typeof fetch {
  return async (input, init) => {
    const answer = await guarded(input, init)
    if (!answer.ok) return answer
    const text = await answer.text()
    if (answer.status !== 207 || !END_OF_REPORT.test(text)) throw new CalendarUnreadable(NO_CALENDAR)
    const { status, statusText, headers } = answer
    return Object.defineProperty(new Response(text, { status, statusText, headers }), 'url', {
      value: answer.url,
    })
  }
}

function outcomeOf(answer: Response): WriteOutcome {
  const { status } = answer
  // A server that says nothing of the etag has changed what it was given (RFC 4791, 5.3.4).
  if (answer.ok) return { kind: 'written', etag: answer.headers.get('etag') ?? '' }
  if (status === 412 || status === 404 || status === 409) return { kind: 'changed' }
  if (status === 401 || status === 429 || status >= 500) refuseStatus(status)
  const problem =
    status === 403
      ? 'The account may read the calendar and not write to it.'
      : `The calendar’s server refuses the appointment (${status}).`
  return { kind: 'refused', problem }
}

function refuseStatus(status: number): void {
  if (status < 300) return
  if (status === 401) throw new CalendarUnreadable('The user or the password is wrong.')
  if (status === 403) throw new CalendarUnreadable('This user may not read the calendar.')
  if (status === 404) throw new CalendarUnreadable('At this address is nothing.')
  throw new CalendarUnreadable(`The calendar’s server answers ${status}.`)
}

const stamp = (at: Interval['start']) => formatInstant(at).replace(/[-:]|\.\d+/g, '')

const eventsWithin = ({ start, end }: Interval) => ({
  'comp-filter': {
    _attributes: { name: 'VCALENDAR' },
    'comp-filter': {
      _attributes: { name: 'VEVENT' },
      'time-range': { _attributes: { start: stamp(start), end: stamp(end) } },
    },
  },
})
