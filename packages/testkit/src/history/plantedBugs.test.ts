import { describe, expect, it } from 'vitest'
import { replayableSeed } from '../replayableSeed.ts'
import { checkHistory } from './checkHistory.ts'
import {
  type Bug,
  doubledMail,
  lostRelease,
  missingLockCheck,
  noOwnerCheck,
  staleRead,
} from './plantedBugs.ts'
import { tallyOf } from './recording.ts'
import { openSmallHouse } from './smallHouse.ts'
import { type Rule, tell } from './violation.ts'

const CROWD = { customers: 12, employees: 2 }

async function live(subject: string, calls: number, bug?: Bug) {
  const seed = replayableSeed(subject)
  const house = await openSmallHouse({ ...CROWD, ...(bug && { withPorts: bug }) })
  const lived = await house.live(seed, calls).finally(house.close)
  const violations = checkHistory(lived.calls, lived.state)
  const rules = Object.entries(Object.groupBy(violations, ({ rule }) => rule))
  const found = rules.map(([rule, { length }]) => `${length} × ${rule}`).join(', ')
  process.stdout.write(`${subject}: ${lived.calls.length} calls; ${found || 'nothing'}\n`)
  return { calls: lived.calls, violations }
}

describe('a history of many customers', () => {
  it('breaks no promise', { timeout: 120_000 }, async () => {
    const { calls, violations } = await live('a history', 1_200)
    process.stdout.write(`${JSON.stringify(tallyOf(calls))}\n`)
    expect(violations.map(tell)).toEqual([])
  })

  const bugs: (readonly [string, Bug, Rule])[] = [
    ['a missing lock check', missingLockCheck, 'I3'],
    ['a stale read', staleRead, 'I8'],
    ['a lost release', lostRelease, 'I8'],
    ['a doubled mail', doubledMail, 'I10'],
    ['a lock without owner check', noOwnerCheck, 'I4'],
  ]
  it.each(bugs)('shows %s', { timeout: 120_000 }, async (name, bug, rule) => {
    const { violations } = await live(name, 1_000, bug)
    expect(violations.map((one) => one.rule)).toContain(rule)
  })
})
