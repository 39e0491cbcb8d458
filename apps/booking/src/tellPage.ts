import { announce } from '@appointease/contract/events'
import type { BookingState, BookingStore, ServerClock, Slot } from '@appointease/store'
import { select, subscribe } from '@wordpress/data'

const placeOf = (slot: Slot) => ({
  date: slot.date,
  time: slot.time,
  employee_id: slot.employeeId,
  service_id: slot.serviceId,
})

function tellHold({ hold }: BookingState, before: BookingState, clock: ServerClock) {
  if (hold.kind === 'held' && (before.hold.kind !== 'held' || before.hold.token !== hold.token)) {
    announce(document, 'appointease:slot:locked', {
      ...placeOf(hold.slot),
      expires_in: Math.round((hold.until - Date.now()) / 1000),
      expires_at: new Date(clock.at(hold.until)).toISOString(),
    })
  }
  if (hold.kind === 'refused' && before.hold !== hold) {
    const code = (['SLOT_TAKEN', 'SLOT_LOCKED'] as const).find((conflict) => conflict === hold.error.code)
    if (!code) return
    announce(document, 'appointease:conflict:detected', {
      code,
      ...placeOf(hold.slot),
      alternatives: hold.alternatives,
    })
  }
  if (hold.kind === 'lapsed' && before.hold.kind !== 'lapsed') {
    announce(document, 'appointease:conflict:detected', {
      code: 'LOCK_EXPIRED',
      ...placeOf(hold.slot),
      alternatives: [],
    })
  }
}

function tellBooking({ submission }: BookingState, before: BookingState) {
  if (submission.kind !== 'done' || before.submission === submission) return
  const { appointment } = submission.reply
  announce(document, 'appointease:booking:complete', {
    appointment_id: appointment.id,
    strong_id: appointment.strong_id,
    service_id: appointment.service_id,
    employee_id: appointment.employee_id,
    date: appointment.appointment_date.slice(0, 10),
    time: appointment.appointment_date.slice(11, 16),
    start_utc: appointment.start_utc,
    end_utc: appointment.end_utc,
    timezone: appointment.timezone,
    status: appointment.status,
  })
}

/** Lets other scripts on the page know what happens, by the events of the contract. */
export function tellPage(store: BookingStore, clock: ServerClock): void {
  let last = select(store).getBooking()
  subscribe(() => {
    const before = last
    last = select(store).getBooking()
    if (last === before) return
    tellHold(last, before, clock)
    tellBooking(last, before)
  }, store)
}
