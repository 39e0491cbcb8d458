import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface Page {
  /** From the repository's root. */
  readonly path: string
  readonly text: string
}

export function everyPage(): readonly Page[] {
  const paths = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort()
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Without what stands between fences. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '')
}

/** What stands between the fences that begin with this line. */
export function example(page: string, firstLine: string): string {
  const text = readFileSync(join(root, page), 'utf8')
  const found = [...text.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
  const one = found.find((code) => code.startsWith(firstLine))
  if (one === undefined) throw new Error(`${page} has no example that begins with ${firstLine}`)
  return one
}

/** Targets of links and images that lead into the repository, with their anchors. */
export function linksOf({ text }: Page): readonly string[] {
  const targets = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return [...new Set(targets.filter((target) => !/^(https?|mailto):/.test(target)))]
}

/** Paths of the repository that stand in code marks. */
export function pathsOf({ text }: Page): readonly string[] {
  const marked = [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  const paths = marked.filter((code) =>
    /^(apps|packages|scripts|docs|bench|e2e|\.ci)(\/[\w.-]+)+$/.test(code),
  )
  return [...new Set(paths)]
}

/** Names of npm scripts that are called anywhere on the page. */
export function scriptsOf({ text }: Page): readonly string[] {
  const run = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name)
  const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name)
  return [...new Set([...run, ...short])]
}

/** As GitHub names the anchors of headings. */
export function anchorsOf(text: string): readonly string[] {
  const headings = [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}
