import { type CalendarDate, parseCalendarDate } from '@appointease/domain'

/** What a stream tells of, and to whom. */
export interface Watch {
  readonly date: CalendarDate
  readonly employeeIds: readonly number[]
  readonly serviceId: number | undefined
  readonly clientId: string | undefined
}

const FIELDS = {
  date: /^\d{4}-\d\d-\d\d$/,
  employee_id: /^[1-9][0-9]{0,14}(?:(?:,|%2C)[1-9][0-9]{0,14}){0,19}$/,
  service_id: /^(?:[1-9][0-9]{0,14})?$/,
  client_id: /^(?:[A-Za-z0-9_-]{6,64})?$/,
}
type Field = keyof typeof FIELDS

/**
 * Reads the query that streams have a thousand times to one: each field once, plain and good. Undefined for everything
 * else, be it right or wrong: it is then read and answered the general way. Never reads anything otherwise than that does.
 */
export function readPlainWatch(query: string): Watch | undefined {
  const sent: Partial<Record<Field, string>> = {}
  for (const pair of query.split('&')) {
    const [name = '', value, ...more] = pair.split('=')
    if (!isField(name) || name in sent || value === undefined || more.length > 0) return undefined
    if (!FIELDS[name].test(value)) return undefined
    sent[name] = value
  }
  const date = sent.date && parseCalendarDate(sent.date)
  if (!date || !sent.employee_id) return undefined
  return {
    date,
    employeeIds: employeesOf(sent.employee_id.replaceAll('%2C', ',')),
    serviceId: sent.service_id ? Number(sent.service_id) : undefined,
    clientId: sent.client_id || undefined,
  }
}

const isField = (name: string): name is Field => Object.hasOwn(FIELDS, name)

/** Each once, whose ids stand in a list with commas. */
export const employeesOf = (list: string): number[] => [...new Set(list.split(',').map(Number))]
