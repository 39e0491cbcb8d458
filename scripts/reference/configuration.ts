import { type Variable, variables } from '../../apps/server/src/config/variables.ts'
import { table } from './table.ts'

const INTRODUCTION = `Nothing has to be set: without any of these, AppointEase starts with an embedded database in \`./data\`.

Variables come from the environment; what it leaves out is read from a file \`.env\` in the working folder, with lines
such as \`PORT=8080\`. A variable that is set to nothing counts as not set. A value that cannot be used stops the start
with one line that names the variable, what is wrong, and an example; the exit code is then 78.`

export function configurationPage(): string {
  const rows = Object.entries<Variable<unknown>>(variables).map(([name, { meaning, fallback, example }]) => [
    `\`${name}\``,
    meaning,
    fallback,
    `\`${example}\``,
  ])
  return ['# Configuration', INTRODUCTION, table(['name', 'meaning', 'default', 'example'], rows)].join(
    '\n\n',
  )
}
