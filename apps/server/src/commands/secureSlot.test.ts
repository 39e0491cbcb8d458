import { minutes, plus } from '@appointease/domain'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { signInAs, TUESDAY } from '@appointease/testkit/customer.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer } from '@appointease/testkit/testServer.ts'
import { expect, it, onTestFinished } from 'vitest'

/** A server on which these are always locked by somebody between the look at their time and the booking. */
async function aServerWhereLocked(employeeIds: readonly number[]) {
  const server = await startTestServer({
    clock: fixedClock(MONDAY),
    withPorts: (ports) => ({
      ...ports,
      locks: {
        ...ports.locks,
        change: (ids, work, about) =>
          ports.locks.change(
            ids,
            (tx, locks) =>
              work(tx, {
                ...locks,
                secure: async (claim, owner, now) =>
                  employeeIds.includes(claim.employeeId)
                    ? { ok: false, refusal: { kind: 'slot_locked', freeAt: plus(now, minutes(10)) } }
                    : locks.secure(claim, owner, now),
              }),
            about,
          ),
      },
    }),
  })
  onTestFinished(() => server.stop())
  const { headers, email } = await signInAs(server, 'ada@example.com')
  const place = { date: TUESDAY, time: '10:00', service_id: 1, employee_id: 'any' }
  return () => server.send('POST', '/appointments', { ...place, name: 'Ada', email }, headers)
}

it('goes on to another employee where one was locked in the last moment, and anybody is wanted', async () => {
  for (const locked of [1, 2]) {
    const book = await aServerWhereLocked([locked])
    const { status, body } = await book()
    expect([status, body.appointment?.employee_id]).toEqual([201, 3 - locked])
  }
})

it('is refused as locked where all were', async () => {
  const book = await aServerWhereLocked([1, 2])
  const { status, body } = await book()
  expect([status, body.code]).toEqual([409, 'SLOT_LOCKED'])
})
