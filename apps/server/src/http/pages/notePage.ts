import { escapeHtml } from '../../escapeHtml.ts'
import { HOUSE_STYLE } from './houseStyle.ts'

export interface Note {
  readonly title: string
  readonly text: string
  /** Where the site begins, `/` at its end. */
  readonly basePath: string
  /** What to type in a terminal. */
  readonly command?: string
  readonly link?: { readonly href: string; readonly text: string }
  /** One button, and what it sends where. */
  readonly button?: {
    readonly action: string
    readonly name: string
    readonly value: string
    readonly text: string
  }
  /** Default: English. */
  readonly language?: { readonly tag: string; readonly direction: 'ltr' | 'rtl' }
}

const ENGLISH: NonNullable<Note['language']> = { tag: 'en', direction: 'ltr' }

/** A page of one sentence that needs no files but itself, for when there is nothing else to show. */
export function notePage({ title, text, basePath, command, link, button, language = ENGLISH }: Note): string {
  return `<!doctype html>
<html lang="${escapeHtml(language.tag)}" dir="${language.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${escapeHtml(basePath)}favicon.svg" type="image/svg+xml">
<style>${HOUSE_STYLE}</style>
</head>
<body>
<main class="note">
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${command === undefined ? '' : `<p><code>${escapeHtml(command)}</code></p>`}
${link === undefined ? '' : `<a class="action" href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a>`}
${button === undefined ? '' : `<form method="post" action="${escapeHtml(button.action)}"><button class="action" name="${escapeHtml(button.name)}" value="${escapeHtml(button.value)}">${escapeHtml(button.text)}</button></form>`}
</main>
</body>
</html>
`
}
