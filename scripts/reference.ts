import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Variable, variables } from '../apps/server/src/config/variables.ts'

/** A page of the reference that is made from the program itself. Its path starts at the repository. */
export interface ReferencePage {
  readonly path: string
  readonly text: string
}

const NOTICE = '<!-- Made by `node scripts/reference.ts` from apps/server/src/config/variables.ts. -->'

const INTRODUCTION = `Nothing has to be set: without any of these, AppointEase starts with an embedded database in \`./data\`.

Variables come from the environment; what it leaves out is read from a file \`.env\` in the working folder, with lines
such as \`PORT=8080\`. A variable that is set to nothing counts as not set. A value that cannot be used stops the start
with one line that names the variable, what is wrong, and an example; the exit code is then 78.`

export function referencePages(): readonly ReferencePage[] {
  return [{ path: 'docs/reference/configuration.md', text: configurationPage() }]
}

function configurationPage(): string {
  const rows = Object.entries<Variable<unknown>>(variables).map(
    ([name, { meaning, fallback, example }]) => `| \`${name}\` | ${meaning} | ${fallback} | \`${example}\` |`,
  )
  const head = ['| name | meaning | default | example |', '|---|---|---|---|']
  return `${[NOTICE, '', '# Configuration', '', INTRODUCTION, '', ...head, ...rows].join('\n')}\n`
}

if (import.meta.main) {
  for (const { path, text } of referencePages()) {
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
