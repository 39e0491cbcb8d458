import { describe } from 'vitest'
import { claimRules } from './quickStore/claims.ts'
import { concurrencyRules } from './quickStore/concurrency.ts'
import { epochRules } from './quickStore/epochs.ts'
import { grantRules } from './quickStore/grants.ts'
import { guardRules } from './quickStore/guards.ts'
import { eachInAnEpochOfItsOwn, type QuickServersFactory } from './quickStore/harness.ts'
import { historyRules } from './quickStore/histories.ts'
import { messageRules } from './quickStore/messages.ts'

/** What the QuickStore port promises while its servers are there, held against real ones. */
export function describeQuickStore(name: string, factory: QuickServersFactory): void {
  describe(`${name} as the quick store`, () => {
    const present = eachInAnEpochOfItsOwn(factory)
    describe('claims', () => claimRules(present))
    describe('grants', () => grantRules(present))
    describe('guards', () => guardRules(present))
    describe('epochs', () => epochRules(present))
    describe('messages', () => messageRules(present))
    describe('several processes', () => concurrencyRules(present))
    describe('histories', () => historyRules(present))
  })
}
