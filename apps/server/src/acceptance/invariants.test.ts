import { checkHistory } from '@appointease/testkit/history/checkHistory.ts'
import { tallyOf } from '@appointease/testkit/history/recording.ts'
import { openSmallHouse, type SmallHouse } from '@appointease/testkit/history/smallHouse.ts'
import { tell } from '@appointease/testkit/history/violation.ts'
import { replayableSeed } from '@appointease/testkit/replayableSeed.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { outcomeOf, type Place } from '@appointease/testkit/visitor.ts'
import { expect, test } from 'vitest'

const HISTORIES = 3
const CALLS = 700
const PROBES = 50
const CROWD = { customers: 10, employees: 2 }
const NEEDED = [
  'book ok',
  'book SLOT_LOCKED',
  'lock SLOT_LOCKED',
  'move ok',
  'cancel ok',
  'release LOCK_NOT_OWNED',
]

test('whatever many customers do at once, every promise is kept, and what is listed is what can be booked', {
  timeout: 300_000,
}, async () => {
  const seed = replayableSeed('invariants')
  const began = performance.now()
  const outcomes = new Map<string, number>()
  let listed = 0
  for (let history = 0; history < HISTORIES; history++) {
    const tale = await liveThrough(seed + 100 * history, `history ${history} of seed ${seed}`)
    for (const [outcome, times] of Object.entries(tale.outcomes))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times)
    listed += tale.listed
  }
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(
    `invariants: ${HISTORIES} histories of ${CALLS} calls, ` +
      `${listed} of ${HISTORIES * PROBES} probes free, ${seconds.toFixed(0)} s\n` +
      `${[...outcomes].sort().join('; ')}\n`,
  )
  // A history in which hardly anything happens would prove nothing.
  for (const outcome of NEEDED) expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(5)
  expect(listed).toBeGreaterThan(20)
  expect(HISTORIES * PROBES - listed).toBeGreaterThan(20)
})

async function liveThrough(seed: number, where: string) {
  const house = await openSmallHouse(CROWD)
  try {
    const { calls, state } = await house.live(seed, CALLS)
    expect(checkHistory(calls, state).map(tell), where).toEqual([])
    const listed = await probe(house, seededNumbers(seed - 1), where)
    expect(findViolations(house.file, house.clock.now()), where).toEqual([])
    return { outcomes: tallyOf(calls), listed }
  } finally {
    await house.close()
  }
}

const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Two open days, and days that are past, today's and too far away. */
const DAYS = ['2026-11-25', '2026-11-26']
const OTHER_DAYS = ['2026-11-20', '2026-11-23', '2026-12-23', '2026-12-24']

/** A start somewhere, now and then off the grid or out of hours. */
function somewhere({ house }: SmallHouse, next: () => number): Place {
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(next() * values.length)] as Value
  const minute = next() < 0.8 ? pick([570, 600, 630, 660, 690, 720, 750, 780]) : 5 * Math.floor(next() * 288)
  return {
    date: pick(next() < 0.8 ? DAYS : OTHER_DAYS),
    time: clockTime(minute),
    employee_id: pick(house.employees),
    service_id: pick(house.services),
  }
}

async function isListed({ server }: SmallHouse, place: Place): Promise<boolean> {
  const { date, time, employee_id, service_id } = place
  const query = `service_id=${service_id}&employee_id=${employee_id}&from=${date}&to=${date}`
  const { body } = await server.send('GET', `/availability?${query}`)
  return body.days.some((day: { slots: { time: string }[] }) => day.slots.some((slot) => slot.time === time))
}

/** Asks for the list and books, start by start, while others hold some; returns how many were listed. */
async function probe(house: SmallHouse, next: () => number, where: string): Promise<number> {
  const { server } = house
  const email = 'prober@example.com'
  const bearer = { authorization: `Bearer ${await server.signIn(email)}` }
  let listed = 0
  for (let sample = 0; sample < PROBES; sample++) {
    const place = somewhere(house, next)
    const holder = { ...somewhere(house, next), client_id: `holder-${sample % 5}` }
    await server.send('POST', '/slots/select', holder)
    const isFree = await isListed(house, place)
    const checked = await server.send('POST', '/check-slot', place)
    const booked = await server.send('POST', '/appointments', { ...place, name: 'Prober', email }, bearer)
    const what = `${where}: ${JSON.stringify(place)} was answered ${outcomeOf(booked)}`
    expect(isFree, what).toBe(booked.status === 201)
    expect(checked.body.available, what).toBe(booked.status === 201)
    expect(checked.body.reason, what).toBe(booked.body.code)
    if (isFree) listed++
  }
  return listed
}
