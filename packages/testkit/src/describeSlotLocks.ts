import { describe } from 'vitest'
import { changeWithLocksRules } from './slotLocks/changes.ts'
import { claimRules } from './slotLocks/claims.ts'
import { eachWithItsOwnLocks, type LocksFactory } from './slotLocks/harness.ts'
import { manyClaimantsRules } from './slotLocks/manyClaimants.ts'

/** What the SlotLocks port promises, wherever locks live. */
export function describeSlotLocks(name: string, factory: LocksFactory): void {
  describe(`${name} as the place of slot locks`, () => {
    const present = eachWithItsOwnLocks(factory)
    describe('claims', () => claimRules(present))
    describe('changes of appointments', () => changeWithLocksRules(present))
    describe('many claimants', () => manyClaimantsRules(present))
  })
}
