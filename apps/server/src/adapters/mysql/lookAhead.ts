import type { Interval } from '@appointease/domain'
import type { InQuestion } from '../../ports/locks.ts'
import { NO_VERSION, VERSION_OPTION } from '../tables/catalogRows.ts'
import { questionsAbout } from '../transients/locks.ts'
import { beginningWith } from '../transients/names.ts'
import type { SeenOptions } from '../transients/rememberedRows.ts'
import { anyPiece } from './appointments.ts'
import { rowsAsked, selectAll } from './optionStatements.ts'
import type { MysqlTables } from './schema.ts'
import type { Statement, Tuple } from './statements.ts'

/** What a transaction has read before its work begins. */
export interface Seen {
  readonly options: SeenOptions
  readonly catalogVersion: string
  /** Time of which nothing is anybody's. */
  readonly free: { readonly employeeId: number; readonly within: Interval } | undefined
}

export interface LookAhead {
  readonly statements: readonly Statement[]
  /** Of the answers to them, as arrays. */
  seenIn(answers: readonly unknown[]): Seen
}

/** What a change about this would ask in statements of their own, one after another. */
export function lookAhead(tables: MysqlTables, about: InQuestion): LookAhead {
  const { employeeId, occupied: within } = about
  const asked = questionsAbout(about)
  const questions = { ...asked, list: [...asked.list, beginningWith(VERSION_OPTION)] }
  const options = selectAll(tables, questions)
  const pieces = within ? [anyPiece(tables, [employeeId], within)] : []
  return {
    statements: [...options, ...pieces],
    seenIn(answers) {
      const tuples = answers as readonly (readonly Tuple[])[]
      const found = rowsAsked(tuples.slice(0, options.length).flat(), questions)
      const isFree = tuples[options.length]?.length === 0
      const version = found.find(({ name }) => name === VERSION_OPTION)
      return {
        options: { questions, found },
        catalogVersion: version?.value ?? NO_VERSION,
        free: within && isFree ? { employeeId, within } : undefined,
      }
    },
  }
}
