import type { AvailabilityFacts, SlotQuestion } from '../availability/types.ts'
import type { Employee, Service, Weekday, WeeklyHours } from '../schedule/types.ts'
import { instantOf } from '../time/instant.ts'
import type { Instant, Interval } from '../time/types.ts'

/**
 * The rules of availability once more, as a person would check them with a clock in hand: minute by minute, by
 * the platform's own formatting, with nothing of the engine in it. Slow, and only for zones whose offsets are
 * whole minutes. The engine is held to it.
 */
export interface MinuteModel {
  readonly start: number
  /** `YYYY-MM-DD HH:MM` on the wall at each minute from `start` on. */
  readonly readings: readonly string[]
}

const MINUTE = 60_000
const DAY = 86_400_000
const WEEK: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const models = new Map<string, MinuteModel>()

export function minuteModel(timeZone: string, centre: number, days: number): MinuteModel {
  const key = `${timeZone} ${centre} ${days}`
  const known = models.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const start = centre - days * DAY
  const readings = Array.from({ length: 2 * days * 1440 }, (_, i) => format.format(start + i * MINUTE))
  const model = { start, readings }
  models.set(key, model)
  return model
}

/** Every whole minute between two places of the model at which the wall shows a multiple of the step. */
export function gridMinutes(
  { start, readings }: MinuteModel,
  stepMinutes: number,
  range: Interval,
): Instant[] {
  return readings.flatMap((reading, i) => {
    const moment = start + i * MINUTE
    const isOnGrid = minuteOfReading(reading) % stepMinutes === 0
    return isOnGrid && moment >= range.start && moment < range.end ? [instantOf(moment)] : []
  })
}

/** Which minutes the employee works. Worked out once for many questions. */
export function workedMinutes(model: MinuteModel, facts: AvailabilityFacts, employee: Employee): boolean[] {
  const { rules } = facts.calendar
  const ownHours = (date: string) =>
    employee.dateOverrides.find((override) => override.date === date)?.intervals ??
    employee.weeklyHours[weekday(date)] ??
    []
  const worked = minutesOf(model, ownHours)
  const { businessHours } = rules
  const open = businessHours ? minutesOf(model, (date) => openHours(businessHours, date)) : undefined
  const away = model.readings.map((reading) => {
    const date = reading.slice(0, 10)
    return rules.blackoutDates.some(({ startDate, endDate }) => startDate <= date && date <= endDate)
  })
  for (const { startDate, startTime, endDate, endTime } of employee.timeOff) {
    const from = firstAtOrAfter(model, `${startDate} ${startTime ?? '00:00'}`)
    const to = firstAtOrAfter(model, endTime ? `${endDate} ${endTime}` : `${nextDate(endDate)} 00:00`)
    for (let i = from; i < to; i++) away[i] = true
  }
  for (const { start, end } of employee.busyTimes ?? []) {
    const from = Math.floor((start - model.start) / MINUTE)
    const to = Math.ceil((end - model.start) / MINUTE)
    for (let i = Math.max(from, 0); i < Math.min(to, away.length); i++) away[i] = true
  }
  return worked.map((isWorked, i) => isWorked && (open?.[i] ?? true) && !away[i])
}

export function isBookableByModel(
  model: MinuteModel,
  worked: readonly boolean[],
  facts: AvailabilityFacts,
  question: SlotQuestion,
): boolean {
  const { rules, services, employees } = facts.calendar
  const service = services.get(question.serviceId)
  if (!service || !employees.get(question.employeeId)?.serviceIds.includes(service.id)) return false
  const place = (question.start - model.start) / MINUTE
  if (question.start < facts.now || !Number.isInteger(place)) return false
  const wall = model.readings[place] ?? ''
  const isOnGrid = minuteOfReading(wall) % (service.slotStepMinutes ?? rules.slotStepMinutes) === 0
  const isWorked = worked.slice(place, place + service.durationMinutes).every(Boolean)
  return isOnGrid && isWorked && isInTime(model, facts, question, wall) && hasRoom(facts, question, service)
}

function isInTime(
  model: MinuteModel,
  facts: AvailabilityFacts,
  question: SlotQuestion,
  wall: string,
): boolean {
  if (question.exemptFromPolicies) return true
  const { rules } = facts.calendar
  const now = model.readings[Math.floor((facts.now - model.start) / MINUTE)] ?? ''
  if (wall.slice(0, 10) > laterDate(now.slice(0, 10), rules.bookingWindowDays)) return false
  const isHeld = facts.occupancy.locks.some(
    ({ owner, employeeId, slot }) =>
      owner === question.lockOwner && employeeId === question.employeeId && slot.start === question.start,
  )
  return isHeld || (question.start - facts.now) / MINUTE >= rules.minimumNoticeMinutes
}

function hasRoom({ occupancy }: AvailabilityFacts, question: SlotQuestion, service: Service): boolean {
  const { employeeId, start } = question
  const taken = new Set<number>()
  const from = start / MINUTE - service.bufferBeforeMinutes
  const to = start / MINUTE + service.durationMinutes + service.bufferAfterMinutes
  for (let minute = from; minute < to; minute++) taken.add(minute)
  const isOwn = ({ owner }: { readonly owner: string }) =>
    question.lockOwner !== undefined && owner === question.lockOwner
  const locks = occupancy.locks.filter((lock) => lock.employeeId === employeeId)
  const ownsSeat = locks.some(
    (lock) => isOwn(lock) && lock.serviceId === service.id && lock.slot.start === start,
  )
  const appointments = occupancy.appointments.filter(
    (one) => one.employeeId === employeeId && one.appointmentId !== question.exceptAppointmentId,
  )
  let persons = 0
  for (const other of [...appointments, ...locks.filter((lock) => !isOwn(lock))]) {
    const { occupied, slot, serviceId } = other
    let isTouched = false
    for (let minute = occupied.start / MINUTE; minute < occupied.end / MINUTE; minute++) {
      if (taken.has(minute)) isTouched = true
    }
    if (!isTouched) continue
    if (serviceId !== service.id || slot.start !== start) return false
    const isSeatHeld = 'owner' in other
    if (isSeatHeld && ownsSeat && service.capacity > 1) continue
    persons++
  }
  return persons < service.capacity
}

function minutesOf(
  model: MinuteModel,
  hoursOf: (date: string) => readonly { start: string; end: string }[],
): boolean[] {
  const worked = model.readings.map(() => false)
  for (const date of new Set(model.readings.map((reading) => reading.slice(0, 10)))) {
    for (const { start, end } of hoursOf(date)) {
      const from = firstAtOrAfter(model, `${date} ${start}`)
      const to = firstAtOrAfter(model, `${end > start ? date : nextDate(date)} ${end}`)
      for (let i = from; i < to; i++) worked[i] = true
    }
  }
  return worked
}

function firstAtOrAfter({ readings }: MinuteModel, wall: string): number {
  const place = readings.findIndex((reading) => reading >= wall)
  return place === -1 ? readings.length : place
}

const minuteOfReading = (reading: string) =>
  Number(reading.slice(11, 13)) * 60 + Number(reading.slice(14, 16))
const openHours = (hours: WeeklyHours, date: string) => hours[weekday(date)] ?? []
const weekday = (date: string) => WEEK[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sun'
const nextDate = (date: string) => laterDate(date, 1)
const laterDate = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
