import { directionOf, type Language } from './languages.ts'
import type { Fact } from './layout.ts'

/** Begins a line that is read from the right, whatever stands in it first. */
const RIGHT_TO_LEFT_MARK = '\u200f'

/** A line that is copied as a whole, such as a code, and must get no mark. */
const isBare = (line: string) => line === '' || /^(\d+|https?:\S+)$/.test(line)

/** Plain text, in paragraphs; where the language is read from the right, every line says so. */
export function textPart(paragraphs: readonly string[], language: Language): string {
  const text = `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`
  if (directionOf(language) === 'ltr') return text
  return text
    .split('\n')
    .map((line) => (isBare(line) ? line : RIGHT_TO_LEFT_MARK + line))
    .join('\n')
}

/** One below the other, their values in one column as far as letters are equally wide. */
export function factLines(facts: readonly Fact[], language: Language): string {
  const colon = language === 'fr' ? ' :' : ':'
  const labels = facts.map(({ label }) => label + colon)
  const width = Math.max(...labels.map(({ length }) => length)) + 1
  return facts
    .flatMap(({ value, detail, aside }, index) => {
      const line = (labels[index] ?? '').padEnd(width) + value + (detail === undefined ? '' : ` (${detail})`)
      return aside === undefined ? [line] : [line, `${' '.repeat(width)}${aside}`]
    })
    .join('\n')
}
