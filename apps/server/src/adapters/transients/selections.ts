import type { CalendarDate, Instant, WallTime } from '@appointease/domain'
import type { ActiveSelection } from '../../ports/ephemeral.ts'
import { ALL_SELECTIONS, pointerName, selectionName, selectionNamesOf } from './names.ts'
import type { ChangeNotes } from './notes.ts'
import type { OptionRows } from './optionRows.ts'
import {
  findTransient,
  findTransients,
  listTransients,
  removeTransients,
  transientsFrom,
  writeTransients,
} from './transients.ts'

interface Pointing {
  readonly owner: string
  readonly since: Instant
  readonly expires_at: Instant
}

/** Everybody who points at one slot. Lives as long as the last of them. */
interface SelectionValue {
  readonly date: CalendarDate
  readonly employee_id: number
  readonly time: WallTime
  readonly clients: readonly Pointing[]
  readonly expires_at: Instant
}

interface PointerValue {
  readonly selection: string
  readonly expires_at: Instant
}

/** More who point at one slot are not told apart by anybody; a list without end would be paid for by all. */
const MOST_POINTING = 50

const latest = (clients: readonly Pointing[]) =>
  clients.reduce((last, client) => Math.max(last, client.expires_at), 0) as Instant

/** The slot's list without the owner: it lives no longer than its last client, and where there is none it has expired. */
function without(owner: string, value: SelectionValue): SelectionValue {
  const clients = value.clients.filter((client) => client.owner !== owner)
  return { ...value, clients, expires_at: latest(clients) }
}

/**
 * Two reads, the second only of a slot that is left, and one write. Pointing on at the same slot is nothing new to anybody: it
 * is noted where it begins and where it ends.
 */
export async function putSelection(
  rows: OptionRows,
  notes: ChangeNotes,
  selection: ActiveSelection,
): Promise<void> {
  const { owner, since, expiresAt, date, employeeId, time } = selection
  const name = selectionName(selection)
  const pointer = pointerName(owner)
  const known = await findTransients<PointerValue | SelectionValue>(rows, [pointer, name])
  const from = (known.get(pointer) as PointerValue | undefined)?.selection ?? name
  const left = from === name ? undefined : await findTransient<SelectionValue>(rows, from)

  const value = known.get(name) as SelectionValue | undefined
  const live = value?.clients.filter((client) => client.expires_at > since) ?? []
  const others = live.filter((client) => client.owner !== owner)
  const clients = [...others, { owner, since, expires_at: expiresAt }].slice(-MOST_POINTING)
  const slot: SelectionValue = { date, employee_id: employeeId, time, clients, expires_at: latest(clients) }
  const index: PointerValue = { selection: name, expires_at: expiresAt }
  await writeTransients(rows, [
    // Also where nobody is left: to take it away would be one statement more.
    ...(left ? [{ name: from, value: without(owner, left) }] : []),
    { name, value: slot },
    { name: pointer, value: index },
  ])
  await notes.note([
    ...(left ? [{ employeeId: left.employee_id, date: left.date }] : []),
    ...(others.length === live.length ? [{ employeeId, date }] : []),
  ])
}

export const isPointing = async (rows: OptionRows, owner: string): Promise<boolean> =>
  (await findTransient(rows, pointerName(owner))) !== undefined

export async function clearSelection(rows: OptionRows, notes: ChangeNotes, owner: string): Promise<void> {
  const pointer = pointerName(owner)
  const previous = await findTransient<PointerValue>(rows, pointer)
  if (!previous) return
  const name = previous.selection
  const left = await findTransient<SelectionValue>(rows, name)
  const remaining = left && without(owner, left)
  const isEmpty = remaining?.clients.length === 0
  if (remaining && !isEmpty) await writeTransients(rows, [{ name, value: remaining }])
  await removeTransients(rows, isEmpty ? [name, pointer] : [pointer])
  if (left) await notes.note([{ employeeId: left.employee_id, date: left.date }])
}

/** By time, then by who came first. */
export async function listSelections(
  rows: OptionRows,
  employeeId: number,
  date: CalendarDate,
  now: Instant,
): Promise<readonly ActiveSelection[]> {
  const slots = await listTransients<SelectionValue>(rows, transientsFrom(selectionNamesOf(employeeId, date)))
  return slots.flatMap(({ value }) => selectionsOf(value).filter(({ expiresAt }) => expiresAt > now))
}

/** Every selection there is, the expired too. */
export async function listAllSelections(rows: OptionRows): Promise<readonly ActiveSelection[]> {
  const slots = await listTransients<SelectionValue>(rows, transientsFrom(ALL_SELECTIONS))
  return slots.flatMap(({ value }) => selectionsOf(value))
}

function selectionsOf({ date, employee_id, time, clients }: SelectionValue): readonly ActiveSelection[] {
  return clients
    .toSorted((one, other) => one.since - other.since)
    .map(({ owner, since, expires_at }) => ({
      employeeId: employee_id,
      date,
      time,
      owner,
      since,
      expiresAt: expires_at,
    }))
}
