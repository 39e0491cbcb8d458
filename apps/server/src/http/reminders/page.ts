import { escapeHtml } from '../../escapeHtml.ts'
import { HOUSE_STYLE } from '../pages/houseStyle.ts'

export interface UnsubscribePage {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  readonly text: string
  /** Where the site begins, `/` at its end. */
  readonly basePath: string
  /** What the one button says and where it leads; none: nothing is left to do. */
  readonly button?: { readonly label: string; readonly action: string }
}

/** A page that does nothing by itself: whoever only looks at links ends nothing. */
export function unsubscribePage({
  language,
  direction,
  title,
  text,
  basePath,
  button,
}: UnsubscribePage): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction}">
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
${button === undefined ? '' : `<form method="post" action="${escapeHtml(button.action)}"><button class="action" name="List-Unsubscribe" value="One-Click">${escapeHtml(button.label)}</button></form>`}
</main>
</body>
</html>
`
}
