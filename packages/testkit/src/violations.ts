import type { Instant } from '@appointease/domain'
import type { DatabaseFile, FileRow } from './databaseFile.ts'

const ACTIVE = "('pending', 'confirmed', 'completed')"
const MESSAGE_OF_ACTION: Readonly<Record<string, string>> = {
  created: 'confirmed',
  rescheduled: 'rescheduled',
  cancelled: 'cancelled',
}

/** A stretch of one employee's time that an appointment or a lock takes. */
interface Taken {
  readonly what: string
  readonly employee: number
  readonly service: number | null
  readonly start: number
  readonly from: number
  readonly until: number
}

/**
 * Everything in a database that breaks a promise, in words; nothing in a sound one. Tables as the embedded default
 * names them. Knows neither the server's queries nor its rules: overlaps are found by comparing each with each.
 */
export function findViolations(file: DatabaseFile, now: Instant): string[] {
  return [
    ...findOverlaps(file),
    ...collisionsAmong([...takenByAppointments(file), ...takenByLocks(file, now)], file),
    ...brokenLockIndexes(file, now),
    ...brokenHistories(file),
    ...wrongMessages(file),
    ...brokenReplies(file),
    ...file
      .rows('PRAGMA integrity_check')
      .map(({ integrity_check }) => String(integrity_check))
      .filter((line) => line !== 'ok'),
  ]
}

/** Active appointments of one employee that share a moment beyond the capacity of one group. */
export function findOverlaps(file: DatabaseFile): string[] {
  return collisionsAmong(takenByAppointments(file), file)
}

function takenByAppointments(file: DatabaseFile): Taken[] {
  const active = file.rows(`SELECT * FROM wp_appointments WHERE status IN ${ACTIVE}`)
  return active.map((row) => ({
    what: `appointment ${row.id}`,
    employee: Number(row.employee_id),
    service: Number(row.service_id),
    start: Number(row.slot_start),
    from: Number(row.occupied_start),
    until: Number(row.occupied_end),
  }))
}

function liveLocks(file: DatabaseFile, now: Instant) {
  return file
    .rows(
      "SELECT * FROM wp_options WHERE option_name LIKE '\\_transient\\_appointease\\_lock\\_%' ESCAPE '\\'",
    )
    .map((row) => ({ name: String(row.option_name), value: JSON.parse(String(row.option_value)) }))
    .filter(({ value }) => value.expires_at > now)
}

function takenByLocks(file: DatabaseFile, now: Instant): Taken[] {
  return liveLocks(file, now).map(({ name, value }) => ({
    what: name,
    employee: value.employee_id,
    service: value.service_id,
    start: value.start,
    from: value.occupied_start,
    until: value.occupied_end,
  }))
}

function collisionsAmong(all: readonly Taken[], file: DatabaseFile): string[] {
  const capacities = new Map(
    file
      .rows('SELECT id, capacity FROM wp_appointease_services')
      .map((row) => [row.id, Number(row.capacity)]),
  )
  const byStart = [...all].sort((one, other) => one.employee - other.employee || one.from - other.from)
  const groups = new Map<string, number>()
  const found: string[] = []
  byStart.forEach((one, place) => {
    const group = `service ${one.service} of employee ${one.employee} at ${new Date(one.start).toISOString()}`
    const persons = (groups.get(group) ?? 0) + 1
    groups.set(group, persons)
    if (persons > (capacities.get(one.service) ?? 1)) found.push(`${persons} persons: ${group} (${one.what})`)
    for (let next = place + 1; next < byStart.length; next++) {
      const other = byStart[next]
      if (!other || other.employee !== one.employee || other.from >= one.until) break
      const isOneGroup = other.service === one.service && other.start === one.start
      if (!isOneGroup) found.push(`${one.what} overlaps ${other.what}`)
    }
  })
  return found
}

/** An owner has one lock at most, which the client's entry names. */
function brokenLockIndexes(file: DatabaseFile, now: Instant): string[] {
  const owners = new Set<string>()
  return liveLocks(file, now).flatMap(({ name, value }) => {
    const found: string[] = []
    if (owners.has(value.owner)) found.push(`${value.owner} has two locks`)
    owners.add(value.owner)
    const client = `_transient_appointease_client_${value.owner}`
    const [index] = file.rows('SELECT option_value FROM wp_options WHERE option_name = ?', client)
    if (!index || `_transient_${JSON.parse(String(index.option_value)).lock}` !== name)
      found.push(`${name} is not the lock that its owner's entry names`)
    return found
  })
}

/** Each entry goes on where the one before ended; the last leads to the record; there is one for each version. */
function brokenHistories(file: DatabaseFile): string[] {
  const histories = Map.groupBy(
    file.rows('SELECT * FROM wp_appointease_history ORDER BY id'),
    (entry) => entry.appointment_id,
  )
  return file.rows('SELECT * FROM wp_appointments').flatMap((appointment) => {
    const entries = histories.get(appointment.id ?? null) ?? []
    const found: string[] = []
    const complain = (what: string) => found.push(`appointment ${appointment.id}: ${what}`)
    if (entries.length !== appointment.version)
      complain(`version ${appointment.version} with ${entries.length} entries of history`)
    if (entries[0]?.action !== 'created') complain('its history does not begin with its making')
    entries.forEach((entry, place) => {
      const before = entries[place - 1]
      if (before && pointOf(before, 'to') !== pointOf(entry, 'from'))
        complain(`a gap before entry ${entry.id}`)
      if (before?.to_status === 'cancelled') complain('something happened after it was cancelled')
    })
    const last = entries.at(-1)
    const present = `${appointment.slot_start} ${appointment.employee_id} ${appointment.status}`
    if (last && pointOf(last, 'to') !== present) complain('its history ends elsewhere')
    return found
  })
}

const pointOf = (entry: FileRow, side: 'from' | 'to') =>
  `${entry[`${side}_start`]} ${entry[`${side}_employee_id`]} ${entry[`${side}_status`]}`

/** One message for each entry of history of which customers are told, and no other. */
function wrongMessages(file: DatabaseFile): string[] {
  const entries = file.rows(
    `SELECT strong_id, action, ROW_NUMBER() OVER (PARTITION BY h.appointment_id ORDER BY h.id) AS version
     FROM wp_appointease_history h JOIN wp_appointments a ON a.id = h.appointment_id`,
  )
  const due = entries.flatMap(({ strong_id, version, action }) => {
    const message = MESSAGE_OF_ACTION[String(action)]
    return message === undefined ? [] : [`appointment-${strong_id}-v${version}-${message}`]
  })
  const written = file
    .rows("SELECT message_key FROM wp_appointease_outbox WHERE kind <> 'one_time_code'")
    .map((row) => String(row.message_key))
  const [wanted, there] = [new Set(due), new Set(written)]
  return [
    ...due.filter((key) => !there.has(key)).map((key) => `no message ${key}`),
    ...written.filter((key) => !wanted.has(key)).map((key) => `a message too many: ${key}`),
    ...(there.size === written.length ? [] : ['a message twice']),
  ]
}

/** A reply that is kept for retries is that of an appointment which is there, and of one only. */
function brokenReplies(file: DatabaseFile): string[] {
  const kept = file.rows(
    `SELECT i.appointment_id, i.reply, a.strong_id FROM wp_appointease_idempotency i
     LEFT JOIN wp_appointments a ON a.id = i.appointment_id`,
  )
  const isSound = (row: FileRow) => {
    const { appointment } = JSON.parse(String(row.reply))
    return appointment.id === row.appointment_id && appointment.strongId === row.strong_id
  }
  const ids = new Set(kept.map((row) => row.appointment_id))
  return [
    ...kept
      .filter((row) => !isSound(row))
      .map((row) => `a wrong reply for appointment ${row.appointment_id}`),
    ...(ids.size === kept.length ? [] : ['two kept replies for one appointment']),
  ]
}
