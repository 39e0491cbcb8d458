import type { Interval, Occupation } from '@appointease/domain'
import type { LockInQuestion } from '../../ports/locks.ts'
import { occupationsQuery, toOccupation } from '../tables/appointmentQueries.ts'
import { questionsAbout } from '../transients/locks.ts'
import type { SeenOptions } from '../transients/rememberedRows.ts'
import { rowsAsked, selectAll } from './optionStatements.ts'
import type { MysqlTables } from './schema.ts'
import type { Statement, Tuple } from './statements.ts'

/** What a transaction has read before its work begins. */
export interface Seen {
  readonly options: SeenOptions
  readonly occupations:
    | { readonly employeeId: number; readonly within: Interval; readonly found: readonly Occupation[] }
    | undefined
}

export interface LookAhead {
  readonly statements: readonly Statement[]
  /** Of the answers to them, as arrays. */
  seenIn(answers: readonly unknown[]): Seen
}

/** What a change that is about this lock would ask in four statements, one after another. */
export function lookAhead(tables: MysqlTables, lock: LockInQuestion): LookAhead {
  const { employeeId, occupied: within } = lock
  const questions = questionsAbout(lock)
  const options = selectAll(tables, questions)
  const occupations = within ? [occupationsQuery(tables, [employeeId], within)] : []
  return {
    statements: [...options, ...occupations],
    seenIn(answers) {
      const tuples = answers as readonly (readonly Tuple[])[]
      const found = rowsAsked(tuples.slice(0, options.length).flat(), questions)
      const taken = tuples[options.length]
      return {
        options: { questions, found },
        occupations: within && taken && { employeeId, within, found: taken.map(toOccupation) },
      }
    },
  }
}
