import type { CalendarDate } from '@appointease/domain'
import { httpRequest } from './httpConnection.ts'

export interface Tick {
  readonly date: CalendarDate
  readonly employee: number
  readonly client: string
  /** The version that the visitor knows. */
  readonly since?: string
}

/** A heartbeat of a visitor who looks at one day of one employee, as jQuery sends it. */
export function tick({ date, employee, client, since }: Tick): string {
  const fields = {
    'data[appointease_poll][date]': date,
    'data[appointease_poll][employee_id]': String(employee),
    'data[appointease_poll][service_id]': '1',
    'data[appointease_poll][client_id]': client,
    ...(since !== undefined && { 'data[appointease_poll][since]': since }),
    interval: '15',
    _nonce: '',
    action: 'heartbeat',
    screen_id: 'front',
    has_focus: 'true',
  }
  return httpRequest('POST', '/wp-admin/admin-ajax.php', new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
  })
}
