import { type Html, html } from './html.ts'

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** Mail programs keep inline styles; those that know dark mode keep this sheet as well and prefer it. */
const DARK_STYLES = html`<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #16181c !important; }
  .card { background: #202329 !important; border-color: #363b44 !important; }
  .text { color: #eceef2 !important; }
  .quiet { color: #a9b0bc !important; }
  .line { border-color: #363b44 !important; }
  .button { background: #eceef2 !important; color: #16181c !important; }
}
</style>`

export interface MailPage {
  readonly title: string
  /** Shown by mail programs beside the subject. */
  readonly preview: string
  readonly businessName: string
  readonly body: readonly Html[]
  /** Why the recipient gets this mail. */
  readonly footer: string
}

/** A whole mail: one column of tables, at most 560 px wide, without a single external file. */
export function layout({ title, preview, businessName, body, footer }: MailPage): string {
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>${title}</title>
${DARK_STYLES}
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f4f6">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid #dfe2e7;border-radius:12px;border-collapse:separate">
<tr><td style="padding:32px 28px;${FONT}">
<p class="quiet" dir="auto" style="margin:0 0 8px;color:#5b6472;font-size:14px;line-height:20px">${businessName}</p>
<h1 class="text" style="margin:0 0 20px;color:#1b1f26;font-size:24px;line-height:31px;font-weight:600">${title}</h1>
${body}
</td></tr>
</table>
<p class="quiet" style="max-width:560px;margin:20px auto 0;color:#5b6472;font-size:13px;line-height:20px;${FONT}">${footer}</p>
</td></tr>
</table>
</body>
</html>
`.markup
}

export function paragraph(text: string): Html {
  return html`<p class="text" style="margin:0 0 16px;color:#1b1f26;font-size:16px;line-height:25px">${text}</p>`
}

/** What a one-time code looks like: large, and copied without spaces. */
export function codeBox(code: string): Html {
  return html`<p class="text line" style="margin:0 0 20px;padding:16px;border:1px solid #dfe2e7;border-radius:8px;color:#1b1f26;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;line-height:40px;letter-spacing:6px;text-align:center">${code}</p>`
}

export interface Fact {
  readonly label: string
  readonly value: string
  /** A second, quieter line. */
  readonly aside?: string
}

export function factTable(facts: readonly Fact[]): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px">
${facts.map(factRow)}
</table>`
}

export function button(label: string, address: string): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="button" style="background:#1f3a5f;border-radius:8px">
<a class="button" href="${address}" style="display:inline-block;padding:13px 24px;color:#ffffff;font-size:16px;line-height:22px;font-weight:600;text-decoration:none;border-radius:8px">${label}</a>
</td></tr></table>`
}

function factRow({ label, value, aside }: Fact): Html {
  const cell =
    'padding:10px 0;border-top:1px solid #dfe2e7;vertical-align:top;font-size:16px;line-height:24px'
  const quietLine = html`<br><span class="quiet" style="color:#5b6472;font-size:14px">${aside ?? ''}</span>`
  return html`<tr>
<td class="quiet line" width="96" style="${cell};color:#5b6472">${label}</td>
<td class="text line" dir="auto" style="${cell};color:#1b1f26">${value}${aside === undefined ? '' : quietLine}</td>
</tr>`
}
