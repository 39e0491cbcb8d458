import { describe } from 'vitest'
import { appointmentRules } from './storage/appointments.ts'
import { calendarFeedRules } from './storage/calendarFeeds.ts'
import { catalogRules } from './storage/catalog.ts'
import { changeLogRules } from './storage/changeLog.ts'
import { changeRules } from './storage/changes.ts'
import { cleanUpRules } from './storage/cleanUp.ts'
import { emailTemplateRules } from './storage/emailTemplates.ts'
import { epochRules } from './storage/epochs.ts'
import { handEditRules } from './storage/handEdits.ts'
import { eachWithItsOwn, type StorageFactory } from './storage/harness.ts'
import { identityRules } from './storage/identity.ts'
import { lockRules } from './storage/locks.ts'
import { manageLinkRules } from './storage/manageLinks.ts'
import { outboxRules } from './storage/outbox.ts'
import { outsideCalendarRules } from './storage/outsideCalendars.ts'
import { overlapRules } from './storage/overlaps.ts'
import { reminderRules } from './storage/reminders.ts'
import { unresolvedCollisionRules } from './storage/unresolvedCollisions.ts'
import { webhookRules } from './storage/webhooks.ts'

/** What the Storage port promises, held against one engine. */
export function describeStorage(name: string, factory: StorageFactory): void {
  describe(`${name} as the storage`, () => {
    const present = eachWithItsOwn(factory)
    describe('changes', () => changeRules(present))
    describe('appointments', () => appointmentRules(present))
    describe('overlaps', () => overlapRules(present))
    describe('unresolved collisions', () => unresolvedCollisionRules(present))
    describe('hand edits', () => handEditRules(present))
    describe('manage links', () => manageLinkRules(present))
    describe('slot locks', () => lockRules(present))
    describe('sessions and codes', () => identityRules(present))
    describe('mail templates', () => emailTemplateRules(present))
    describe('outbox', () => outboxRules(present))
    describe('reminders', () => reminderRules(present))
    describe('webhooks', () => webhookRules(present))
    describe('calendar feeds', () => calendarFeedRules(present))
    describe('epochs', () => epochRules(present))
    describe('log of changes', () => changeLogRules(present))
    describe('outside calendars', () => outsideCalendarRules(present))
    describe('catalog', () => catalogRules(present))
    describe('clean-up', () => cleanUpRules(present))
  })
}
