import type { Instant } from '@appointease/domain'
import type { DatabaseFile } from './databaseFile.ts'
import * as stored from './history/storedPromises.ts'
import { type StoredState, storedStateOf } from './history/storedState.ts'
import { tell } from './history/violation.ts'

/** What a database file holds of promises at `now`. Tables as the embedded default names them. */
export const readStoredState = (file: DatabaseFile, now: Instant): StoredState =>
  storedStateOf((table) => file.rows(`SELECT * FROM ${table}`), now)

/** Everything in a database file that breaks a promise, in words; nothing in a sound one. */
export function findViolations(file: DatabaseFile, now: Instant): string[] {
  return [
    ...stored.findStoredViolations(readStoredState(file, now)).map(tell),
    ...file
      .rows('PRAGMA integrity_check')
      .map(({ integrity_check }) => String(integrity_check))
      .filter((line) => line !== 'ok'),
  ]
}

/** Active appointments of one employee that share a moment beyond the capacity of one group, in words. */
export const findOverlaps = (file: DatabaseFile): string[] =>
  stored.findOverlaps(readStoredState(file, 0 as Instant)).map(tell)
