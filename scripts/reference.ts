import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiPage } from './reference/api.ts'
import { configurationPage } from './reference/configuration.ts'
import { errorsPage } from './reference/errors.ts'

/** A page of the reference that is made from the program itself. Its path starts at the repository. */
export interface ReferencePage {
  readonly path: string
  readonly text: string
}

const notice = (source: string) => `<!-- Made by \`node scripts/reference.ts\` from ${source}. -->`

export function referencePages(): readonly ReferencePage[] {
  const page = (name: string, source: string, text: string) => ({
    path: `docs/reference/${name}.md`,
    text: `${notice(source)}\n\n${text.trimEnd()}\n`,
  })
  return [
    page('api', 'packages/contract/src/routes.ts', apiPage()),
    page('configuration', 'apps/server/src/config/variables.ts', configurationPage()),
    page(
      'errors',
      'packages/contract/src/errors.ts and apps/server/src/http/{refusals,words}.ts',
      errorsPage(),
    ),
  ]
}

if (import.meta.main) {
  for (const { path, text } of referencePages()) {
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
