import { type Html, html } from './html.ts'
import { directionOf, type Language } from './languages.ts'

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/**
 * Mail programs keep inline styles; those that know dark mode keep this sheet as well and prefer it. Outlook's own marks
 * what it has changed by attributes; Outlook on Windows knows neither the fonts nor a greatest width.
 */
const STYLES = html`<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #16181c !important; }
  .card { background: #202329 !important; border-color: #363b44 !important; }
  .text { color: #eceef2 !important; }
  .quiet { color: #a9b0bc !important; }
  .line { border-color: #363b44 !important; }
  .link { color: #a9c7ee !important; }
  .button { background: #eceef2 !important; color: #16181c !important; }
  .good { background: #57b98a !important; }
  .waiting { background: #e0b252 !important; }
  .gone { background: #8b93a1 !important; }
}
[data-ogsb] .button { background: #eceef2 !important; }
[data-ogsc] .button { color: #16181c !important; }
@media (max-width: 420px) {
  .inside { padding: 24px 20px !important; }
}
</style>
<!--[if mso]><style>* { font-family: Arial, sans-serif !important; }</style><![endif]-->`

/** What a mail is about, at a glance; the heading says the same in words. */
export type Tone = 'good' | 'waiting' | 'gone'
const TONES = { good: '#2e7d58', waiting: '#b7791f', gone: '#6b7280' } as const satisfies Record<Tone, string>

export interface MailPage {
  readonly language: Language
  readonly tone: Tone
  readonly title: string
  /** Shown by mail programs beside the subject. */
  readonly preview: string
  readonly businessName: string
  readonly body: readonly Html[]
  /** Why the recipient gets this mail, and what can be done about it. */
  readonly footer: readonly Html[]
}

/** Where a line begins. Programs that drop the page's own direction keep that of what is in it. */
interface Side {
  readonly dir: 'ltr' | 'rtl'
  readonly start: 'left' | 'right'
  /** What keeps a label from its value on a narrow screen. */
  readonly gap: string
}

function sideOf(language: Language): Side {
  const dir = directionOf(language)
  return dir === 'rtl'
    ? { dir, start: 'right', gap: '11px 0 11px 12px' }
    : { dir, start: 'left', gap: '11px 12px 11px 0' }
}

/** A whole mail: one column of tables, at most 560 px wide, without a single external file. */
export function layout({ language, tone, title, preview, businessName, body, footer }: MailPage): string {
  const { dir, start } = sideOf(language)
  return html`<!doctype html>
<html lang="${language}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>${title}</title>
${STYLES}
</head>
<body class="page" dir="${dir}" style="margin:0;padding:0;background:#f3f4f6;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preview}${PADDING}</div>
<table role="presentation" class="page" lang="${language}" dir="${dir}" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f4f6" style="background:#f3f4f6">
<tr><td align="center" style="padding:32px 16px">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="card" dir="${dir}" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:560px;background:#ffffff;border:1px solid #dfe2e7;border-radius:12px;border-collapse:separate;overflow:hidden">
<tr><td class="${tone}" height="4" bgcolor="${TONES[tone]}" style="height:4px;line-height:4px;font-size:0;background:${TONES[tone]};border-radius:11px 11px 0 0">&nbsp;</td></tr>
<tr><td class="inside" align="${start}" style="padding:28px;text-align:${start};${FONT}">
<p class="quiet" dir="auto" style="margin:0 0 8px;color:#5b6472;font-size:14px;line-height:20px;text-align:${start}">${businessName}</p>
<h1 class="text" style="margin:0 0 20px;color:#1b1f26;font-size:24px;line-height:32px;font-weight:600">${title}</h1>
${body}
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
<p class="quiet" style="max-width:560px;margin:20px auto 0;color:#5b6472;font-size:13px;line-height:20px;text-align:center;${FONT}">${footer}</p>
</td></tr>
</table>
</body>
</html>
`.markup
}

/** Mail programs go on with the first words of the mail, unless the preview is long enough. */
const PADDING = html`${'\u00a0\u200c'.repeat(60)}`

/** Only an address of our own that stands in the text becomes a link; nothing that people typed does. */
export function paragraph(text: string, ownAddress = ''): Html {
  return html`<p class="text" style="margin:0 0 16px;color:#1b1f26;font-size:16px;line-height:25px">${lines(text, ownAddress)}</p>`
}

function lines(text: string, ownAddress: string): readonly Html[] {
  return text.split('\n').map((line, index) => html`${index === 0 ? '' : BREAK}${linked(line, ownAddress)}`)
}

const BREAK = html`<br>`

function linked(line: string, address: string): Html {
  if (address === '' || !line.includes(address)) return html`${line}`
  const between = link(address, address)
  const [first = '', ...others] = line.split(address)
  return others.reduce((whole, part) => html`${whole}${between}${part}`, html`${first}`)
}

export function link(label: string, address: string): Html {
  return html`<a class="link" href="${address}" style="color:#1f4e8c">${label}</a>`
}

/** What a one-time code looks like: large, and copied without spaces. */
export function codeBox(code: string): Html {
  return html`<p class="text line" dir="ltr" style="margin:0 0 20px;padding:16px;border:1px solid #dfe2e7;border-radius:8px;color:#1b1f26;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;line-height:40px;letter-spacing:6px;text-align:center">${code}</p>`
}

export interface Fact {
  readonly label: string
  readonly value: string
  /** What belongs to it and is less looked for, such as a zone; in brackets. */
  readonly detail?: string
  /** What is looked for first. */
  readonly isMain?: boolean
  /** A second, quieter line. */
  readonly aside?: string
}

export function factTable(facts: readonly Fact[], language: Language): Html {
  const side = sideOf(language)
  return html`<table role="presentation" dir="${side.dir}" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 24px">
${facts.map((fact) => factRow(fact, side))}
</table>`
}

export function button(label: string, address: string): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="button" bgcolor="#1f3a5f" style="background:#1f3a5f;border-radius:8px;mso-padding-alt:13px 24px">
<a class="button" href="${address}" style="display:inline-block;padding:13px 24px;color:#ffffff;background:#1f3a5f;font-size:16px;line-height:22px;font-weight:600;text-decoration:none;border-radius:8px">${label}</a>
</td></tr></table>`
}

function factRow({ label, value, detail, isMain, aside }: Fact, { start, gap }: Side): Html {
  const cell = `border-top:1px solid #dfe2e7;vertical-align:top;font-size:16px;line-height:24px;text-align:${start}`
  const quietLine = html`<br><span class="quiet" dir="auto" style="color:#5b6472;font-size:14px;font-weight:400">${aside ?? ''}</span>`
  const inBrackets = html` <span class="quiet" style="color:#5b6472;font-weight:400">(${detail ?? ''})</span>`
  return html`<tr>
<td class="quiet line" width="108" align="${start}" style="padding:${gap};${cell};color:#5b6472">${label}</td>
<td class="text line" align="${start}" style="padding:11px 0;${cell};color:#1b1f26;font-weight:${isMain ? 600 : 400}"><span dir="auto">${value}${detail === undefined ? '' : inBrackets}</span>${aside === undefined ? '' : quietLine}</td>
</tr>`
}
