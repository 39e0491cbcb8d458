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
}

/** A page of one sentence that needs no files but itself, for when there is nothing else to show. */
export function notePage({ title, text, basePath, command, link }: Note): string {
  return `<!doctype html>
<html lang="en">
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
</main>
</body>
</html>
`
}
