import { type Instant, type Interval, instantOf, type TimeZoneId, wallClockAt } from '@appointease/domain'
import { minorAmount } from '../../../money.ts'
import type { AppointmentRecord, HistoryEntry } from '../../../ports/appointments.ts'
import type { ServiceRecord } from '../../../ports/catalog.ts'
import { LONGEST_OCCUPIED } from '../../tables/appointmentRules.ts'
import { type LocalMoment, readMoment, readTimestamp } from './localTimes.ts'
import type { NoteReason } from './notes.ts'
import { idOf, numberOf, type OriginalRow, textOf } from './originalRow.ts'
import { LONGEST_MINUTES } from './services.ts'

export interface AdoptionContext {
  readonly zone: TimeZoneId
  readonly currency: string
  readonly services: ReadonlyMap<number, ServiceRecord>
  readonly staffNames: ReadonlyMap<number, string>
  /** Columns that the server keeps in UTC and not on the site's clock. */
  readonly timestampColumns: ReadonlySet<string>
}

export interface AdoptedAppointment {
  /** Without `strongId`, which is made when it is written. */
  readonly appointment: Omit<AppointmentRecord, 'strongId'>
  readonly formerReference: string
  readonly history: readonly HistoryEntry[]
  readonly notes: readonly NoteReason[]
}

const PIECE = 300_000
const USUAL_MINUTES = 30
/** In characters, as the columns have them. */
const LONGEST = { name: 255, email: 255, phone: 64, notes: 16_000, strong_id: 191 }

const STATUSES: Readonly<Record<string, AppointmentRecord['status']>> = {
  created: 'confirmed',
  confirmed: 'confirmed',
  rescheduled: 'confirmed',
  completed: 'completed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  pending: 'pending',
  no_show: 'no_show',
}

/** The moment in a column; undefined for none. */
export function momentOf(
  row: OriginalRow,
  column: string,
  context: AdoptionContext,
): LocalMoment | undefined {
  const text = textOf(row, column)
  if (!context.timestampColumns.has(column)) return readMoment(text, context.zone)
  const instant = readTimestamp(text)
  return instant === undefined ? undefined : { instant, note: undefined }
}

/** Rounded outwards to multiples of five minutes, and cut to what an appointment may last. */
function slotFrom(start: Instant, minutes: number, notes: NoteReason[]): Interval {
  const end = start + minutes * 60_000
  const from = Math.floor(start / PIECE) * PIECE
  const until = Math.ceil(end / PIECE) * PIECE
  if (from !== start || until !== end) notes.push('off_five_minutes')
  if (until - from > LONGEST_OCCUPIED) notes.push('too_long')
  return { start: instantOf(from), end: instantOf(Math.min(until, from + LONGEST_OCCUPIED)) }
}

/**
 * The appointment under its own id, with the copies that an appointment carries here. `made` is when it was made, as
 * far as that is known. Undefined where it has no date: nothing could be said of its time.
 */
export function adoptAppointment(
  row: OriginalRow,
  made: Instant | undefined,
  context: AdoptionContext,
): AdoptedAppointment | undefined {
  const moment = momentOf(row, 'appointment_date', context)
  if (!moment) return undefined
  const notes: NoteReason[] = moment.note ? [moment.note] : []
  const service = serviceOf(row, context, notes)
  const slot = slotFrom(
    moment.instant,
    Math.min(service?.durationMinutes ?? USUAL_MINUTES, LONGEST_MINUTES),
    notes,
  )
  const employeeId = employeeOf(row, context, notes)
  const status = statusOf(row, notes)
  const madeAt = made ?? slot.start
  if ('created_at' in row && momentOf(row, 'created_at', context) === undefined) notes.push('no_making')
  const email = fitting(row, 'email', notes).toLowerCase()
  if (email === '') notes.push('no_address')
  const history = historyOf(row, { slot, employeeId, status, madeAt }, context, notes)
  return {
    appointment: {
      id: idOf(row),
      status,
      serviceId: idOf(row, 'service_id'),
      employeeId,
      slot,
      occupied: slot,
      timeZone: context.zone,
      name: fitting(row, 'name', notes),
      email,
      phone: fitting(row, 'phone', notes),
      notes: fitting(row, 'notes', notes),
      customerTimeZone: '',
      customerLocale: '',
      priceMinor: priceOf(row, service, context, notes),
      currency: context.currency,
      serviceName: service?.name ?? '',
      employeeName: context.staffNames.get(employeeId) ?? '',
      fields: {},
      version: history.length,
      createdAt: madeAt,
      updatedAt: history.at(-1)?.at ?? madeAt,
    },
    formerReference: fitting(row, 'strong_id', notes),
    history,
    notes,
  }
}

/** What can be guessed by nobody, under the year in which it was made. */
export const newReference = (made: Instant, zone: TimeZoneId, unguessable: string): string =>
  `APT-${wallClockAt(made, zone).date.slice(0, 4)}-${unguessable}`

function serviceOf(
  row: OriginalRow,
  { services }: AdoptionContext,
  notes: NoteReason[],
): ServiceRecord | undefined {
  const id = idOf(row, 'service_id')
  const service = services.get(id)
  if (!service) notes.push(id === 0 ? 'no_service' : 'unknown_service')
  return service
}

function employeeOf(row: OriginalRow, { staffNames }: AdoptionContext, notes: NoteReason[]): number {
  const id = idOf(row, 'employee_id')
  if (!staffNames.has(id)) notes.push(id === 0 ? 'no_employee' : 'unknown_employee')
  return id
}

function statusOf(row: OriginalRow, notes: NoteReason[]): AppointmentRecord['status'] {
  const text = textOf(row, 'status').toLowerCase()
  const status = Object.hasOwn(STATUSES, text) ? STATUSES[text] : undefined
  if (status === undefined) notes.push('unknown_status')
  return status ?? 'confirmed'
}

function priceOf(
  row: OriginalRow,
  service: ServiceRecord | undefined,
  { currency }: AdoptionContext,
  notes: NoteReason[],
): number {
  const amount = numberOf(row, 'total_amount')
  if (amount === undefined) return service?.priceMinor ?? 0
  if (amount < 0) notes.push('negative_amount')
  return minorAmount(Math.max(0, amount), currency)
}

/** As it was made, and as it was moved where the original says so, whatever status it had afterwards. */
function historyOf(
  row: OriginalRow,
  now: { slot: Interval; employeeId: number; status: AppointmentRecord['status']; madeAt: Instant },
  context: AdoptionContext,
  notes: NoteReason[],
): readonly HistoryEntry[] {
  const { slot, employeeId, madeAt } = now
  const former = momentOf(row, 'original_date', context)?.instant
  const isElsewhere = former !== undefined && former !== slot.start
  const isMoved = textOf(row, 'status').toLowerCase() === 'rescheduled' || isElsewhere
  const at = (start: Instant) => ({ start, employeeId, status: 'confirmed' as const })
  const by = { by: 'system', reason: '' }
  if (!isMoved)
    return [{ at: madeAt, action: 'created', ...by, to: { ...at(slot.start), status: now.status } }]
  if (former === undefined) notes.push('no_former_time')
  const movedAt = momentOf(row, 'rescheduled_at', context)?.instant ?? madeAt
  return [
    { at: madeAt, action: 'created', ...by, to: at(former ?? slot.start) },
    {
      at: instantOf(Math.max(movedAt, madeAt)),
      action: 'rescheduled',
      ...by,
      ...(former !== undefined && { from: at(former) }),
      to: { ...at(slot.start), status: now.status },
    },
  ]
}

function fitting(row: OriginalRow, column: keyof typeof LONGEST, notes: NoteReason[]): string {
  const characters = [...textOf(row, column)]
  if (characters.length <= LONGEST[column]) return characters.join('')
  if (!notes.includes('text_cut')) notes.push('text_cut')
  return characters.slice(0, LONGEST[column]).join('')
}
