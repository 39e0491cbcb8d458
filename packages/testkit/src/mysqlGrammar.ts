import { createRequire } from 'node:module'

// By `require`: what `import` makes of a CommonJS module with a default export differs between Node and Vitest.
const { default: Grammar } = createRequire(import.meta.url)(
  'ts-mysql-parser',
) as typeof import('ts-mysql-parser')

/** The oldest that is supported, and one whose further reserved words must be nobody's name. */
const VERSIONS = ['5.7.7', '8.0.0'].map((version) => new Grammar({ version }))

/** What the grammar lets pass though 5.7 does not know it, or reads it and does nothing about it. */
const UNKNOWN_TO_57: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a descending index', /\bKEY\b[^;]*\([^()]*\bDESC\b/i],
  ['EXCEPT or INTERSECT', /\b(EXCEPT|INTERSECT)\b/i],
  ['CHECK', /\bCHECK\s*\(/i],
  [
    'a function of 8.0',
    /\b(REGEXP_(LIKE|REPLACE|INSTR|SUBSTR)|JSON_(TABLE|VALUE|OVERLAPS)|BIN_TO_UUID|UUID_TO_BIN|IS_UUID|GROUPING)\s*\(/i,
  ],
  ['a collation of 8.0', /\butf8mb4_\w*0900\w*/i],
  ['a sequence of MariaDB', /\b(NEXTVAL|LASTVAL|NEXT VALUE)\b/i],
]

/** Why MySQL 5.7 or 8.0 would not take the statement, `?` places and all; empty where both would. */
export function problemsOfMysql(sql: string): readonly string[] {
  const problems: string[] = []
  for (const grammar of VERSIONS) {
    const { lexerError, parserError } = grammar.parse(sql)
    const problem = lexerError ?? parserError
    if (problem) problems.push(`MySQL ${grammar.version}: ${problem.message}`)
  }
  for (const [what, pattern] of UNKNOWN_TO_57)
    if (pattern.test(sql)) problems.push(`MySQL 5.7 has no ${what}.`)
  return problems
}
