import { escapeHtml } from '../escapeHtml.ts'

/** Markup that is safe to send: made only by `html`, so that no value gets in without being escaped. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

export type HtmlValue = string | number | Html | readonly Html[]

/** Text in braces is escaped, for content and quoted attributes alike; other `html` goes in as it is. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.reduce((whole, part, index) => whole + markupOf(values[index - 1] ?? '') + part))
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.markup
  if (typeof value === 'object') return value.map(markupOf).join('\n')
  return escapeHtml(String(value))
}
