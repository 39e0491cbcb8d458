import type { AppointmentFinder, AppointmentRecord } from './ports/appointments.ts'
import type { ReminderMessage } from './ports/messages.ts'
import type { ReminderStore } from './ports/reminders.ts'
import type { Seals } from './ports/seals.ts'

const SEAL = 'reminder_link'
/** A reference and the seal, which is the base64url of 32 bytes. */
const TOKEN = /^(APT-[0-9A-Za-z_-]{6,60})\.([A-Za-z0-9_-]{43})$/

type Linked = Pick<AppointmentRecord, 'id' | 'strongId' | 'email'>

/** The address is in the seal and not in the link: links are kept by those who carry mails. */
const sealed = ({ id, strongId, email }: Linked) => `${id}\n${strongId}\n${email}`

function reminderToken(seals: Seals, appointment: Linked): string {
  const seal = Buffer.from(seals.fingerprint(SEAL, sealed(appointment)), 'hex')
  return `${appointment.strongId}.${seal.toString('base64url')}`
}

interface LinkSources {
  readonly appointments: Pick<AppointmentFinder, 'findAppointment'>
  readonly reminders: Pick<ReminderStore, 'isRefused'>
}

/**
 * For a reminder that is about to be sent: the address at which one request ends reminders for whom it goes to; `publicUrl`
 * ends in `/`. Undefined where it is not to be sent: the appointment is not confirmed any more, or not as it was when this
 * was written, or its customer has ended reminders since.
 */
export async function findReminderLinks(
  { appointments, reminders }: LinkSources,
  seals: Seals,
  publicUrl: URL,
  {
    appointment: { strongId, version },
  }: { readonly appointment: Pick<AppointmentRecord, 'strongId' | 'version'> },
  recipient: string,
): Promise<Pick<ReminderMessage, 'unsubscribeUrl'> | undefined> {
  const present = await appointments.findAppointment({ strongId })
  const stands =
    present?.strongId === strongId && present.version === version && present.status === 'confirmed'
  if (!stands || (await reminders.isRefused(recipient))) return undefined
  const url = new URL('unsubscribe', publicUrl)
  url.searchParams.set('token', reminderToken(seals, present))
  return { unsubscribeUrl: url.href }
}

/** The appointment of which the link was told, whose customer it ends reminders for; undefined where it is none of ours. Good as long as the appointment is kept. */
export async function openReminderLink(
  { appointments }: Pick<LinkSources, 'appointments'>,
  seals: Seals,
  token: string,
): Promise<AppointmentRecord | undefined> {
  const [, strongId, seal] = TOKEN.exec(token) ?? []
  if (strongId === undefined || seal === undefined) return undefined
  const appointment = await appointments.findAppointment({ strongId })
  if (!appointment) return undefined
  const fingerprint = Buffer.from(seal, 'base64url').toString('hex')
  return seals.matches(SEAL, sealed(appointment), fingerprint) ? appointment : undefined
}
