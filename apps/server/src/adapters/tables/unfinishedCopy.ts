import { formatInstant, type Instant } from '@appointease/domain'
import { DatabaseUnusable } from '../../ports/storage.ts'
import type { UnfinishedCopy } from './database.ts'

export const unfinishedCopyText = ({ id, since }: UnfinishedCopy): string => JSON.stringify({ id, since })

/** What the option says; `text` is undefined where there is none. */
export function readUnfinishedCopy(text: string | undefined): UnfinishedCopy | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as { id: string; since: Instant })
}

/** Throws DatabaseUnusable where there is a copy that was not finished: part of a business is worse than none. */
export function refuseUnfinishedCopy(copy: UnfinishedCopy | undefined): void {
  if (copy)
    throw new DatabaseUnusable(
      `The database holds a copy that was begun ${formatInstant(copy.since)} and not finished.`,
      'npx appointease copy --again --from URL --to URL',
    )
}
