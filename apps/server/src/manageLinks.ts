import type { Instant } from '@appointease/domain'
import type { AppointmentFinder, AppointmentRecord } from './ports/appointments.ts'
import type { ManageLinkReader } from './ports/manageLinks.ts'
import type { Seals } from './ports/seals.ts'

const SEAL = 'manage_link'
/** The last of a reference and the seal, which is the base64url of 32 bytes. */
const TOKEN = /^(APT-[0-9A-Za-z_-]{6,60})\.([A-Za-z0-9_-]{43})$/
/** How long after an appointment its links still show what it was. */
const GOOD_FOR_DAYS = 30
const DAY_MS = 86_400_000

type Linked = Pick<AppointmentRecord, 'id' | 'strongId'>

/**
 * Number, reference and generation: a number that is given again, as in a database that was begun anew under the same
 * secret, opens nothing, and neither does what was made before the links were made useless.
 */
const sealed = ({ id, strongId }: Linked, generation: number) => `${id}\n${strongId}\n${generation}`

/** What a link carries: proof that this server made it for this one appointment. Nothing but the links' generation ends it early. */
function manageToken(seals: Seals, appointment: Linked, generation: number): string {
  const seal = Buffer.from(seals.fingerprint(SEAL, sealed(appointment, generation)), 'hex')
  return `${appointment.strongId}.${seal.toString('base64url')}`
}

/** The address that opens one appointment without a session; `publicUrl` ends in `/`. */
export function manageUrl(publicUrl: URL, seals: Seals, appointment: Linked, generation: number): string {
  const url = new URL('manage', publicUrl)
  url.searchParams.set('manage', manageToken(seals, appointment, generation))
  return url.href
}

interface LinkSources {
  readonly appointments: Pick<AppointmentFinder, 'findAppointment'>
  readonly manageLinks: ManageLinkReader
}

/** For mails: the present link of the appointment with this reference; undefined where there is no such appointment. */
export async function findManageUrl(
  { appointments, manageLinks }: LinkSources,
  seals: Seals,
  publicUrl: URL,
  strongId: string,
): Promise<string | undefined> {
  const appointment = await appointments.findAppointment({ strongId })
  if (appointment?.strongId !== strongId) return undefined
  return manageUrl(publicUrl, seals, appointment, await manageLinks.findGeneration(appointment.id))
}

/** Which appointment the link opens at `now`, and of which generation it is; undefined where it opens none. */
export async function openManageLink(
  { appointments, manageLinks }: LinkSources,
  seals: Seals,
  token: string,
  now: Instant,
): Promise<{ readonly appointmentId: number; readonly generation: number } | undefined> {
  const [, strongId, seal] = TOKEN.exec(token) ?? []
  if (strongId === undefined || seal === undefined) return undefined
  const appointment = await appointments.findAppointment({ strongId })
  if (!appointment || appointment.slot.end + GOOD_FOR_DAYS * DAY_MS < now) return undefined
  const generation = await manageLinks.findGeneration(appointment.id)
  const fingerprint = Buffer.from(seal, 'base64url').toString('hex')
  const isOurs = seals.matches(SEAL, sealed(appointment, generation), fingerprint)
  return isOurs ? { appointmentId: appointment.id, generation } : undefined
}
