import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { anchorsOf, everyPage, linksOf, pathsOf, root, scriptsOf } from './documents/markdown.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

function isReached(from: string, link: string): boolean {
  const [target = '', anchor] = link.split('#')
  const path = target === '' ? from : normalize(join(dirname(from), target))
  if (!existsSync(join(root, path))) return false
  return anchor === undefined || anchorsOf(read(path)).includes(anchor)
}

describe.each(everyPage())('$path', (page) => {
  test('links only to what is there', () => {
    expect(linksOf(page).filter((link) => !isReached(page.path, link))).toEqual([])
  })

  test('names only files that are there', () => {
    expect(pathsOf(page).filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test('names only npm scripts that are there', () => {
    expect(scriptsOf(page).filter((name) => !(name in packageJson.scripts))).toEqual([])
  })
})

describe('the invariants', () => {
  const rows = read('docs/reference/semantics.md').split('\n')
  const tests = rows.flatMap((row) => {
    const [, file, title] = /`([^`]+\.ts)` “(.+)” \|$/.exec(row) ?? []
    return file && title ? [{ file, title }] : []
  })

  test('are ten, each held by a test', () => {
    const named = rows.flatMap((row) => /^\| (I\d+) \|.*“/.exec(row)?.[1] ?? [])
    expect(named).toEqual(Array.from({ length: 10 }, (_, index) => `I${index + 1}`))
  })

  test.each(tests)('$file has the test “$title”', ({ file, title }) => {
    expect(read(file)).toContain(title)
  })
})

describe('the decisions', () => {
  const pages = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d/.test(name))

  test('are numbered without a gap and listed in order', () => {
    const listed = [...read('docs/decisions/README.md').matchAll(/\]\((\d{4}-[\w-]+\.md)\)/g)].map(
      ([, name]) => name,
    )
    expect(listed).toEqual(pages.sort())
    expect(pages.map((name) => Number(name.slice(0, 4)))).toEqual(pages.map((_, index) => index + 1))
  })

  test.each(pages)('%s begins with its number and its date', (name) => {
    expect(read(`docs/decisions/${name}`)).toMatch(
      new RegExp(`^# ${name.slice(0, 4)} · .+\n\n20\\d\\d-\\d\\d-\\d\\d\n`),
    )
  })
})
