import type { Instant } from '@appointease/domain'
import type { UnfinishedCopy } from './database.ts'

export const unfinishedCopyText = ({ id, since }: UnfinishedCopy): string => JSON.stringify({ id, since })

/** What the option says; `text` is undefined where there is none. */
export function readUnfinishedCopy(text: string | undefined): UnfinishedCopy | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as { id: string; since: Instant })
}
