import { createHash } from 'node:crypto'

/** For pages that the server writes itself. Logical properties and system colours, so every direction and theme is free. */
export const HOUSE_STYLE = `
:root{color-scheme:light dark;--accent:#14635c;--surface:#f4f3ef;--raised:#fff;--sunken:#f7f7f4;--text:#1b211f;--quiet:#57615d;--border:#dfe1dc;--focus:#0b57d0}
@media (prefers-color-scheme:dark){:root{--accent:#7fd0c5;--surface:#0f1312;--raised:#181e1c;--sunken:#131917;--text:#ebefed;--quiet:#a7b1ac;--border:#303936;--focus:#9ec1ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-block-start:24px}
body{margin:0;background:var(--surface);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
a{color:var(--accent);text-underline-offset:3px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
code,pre{font:.875em/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.note{max-width:34rem;margin:16vh auto 0;padding:40px 24px;text-align:center}
.note h1{margin:0 0 8px;font-size:1.728rem;line-height:1.25;font-weight:650}
.note p{margin:0 0 24px;color:var(--quiet)}
.note code{background:var(--raised);border:1px solid var(--border);border-radius:6px;padding:2px 8px;color:var(--text)}
.action{display:inline-block;min-height:44px;padding:10px 20px;border-radius:12px;background:var(--accent);color:var(--raised);text-decoration:none;font-weight:600}
.docs{max-width:76rem;margin:0 auto;padding:40px 24px 96px}
.docs>header{max-width:44rem;margin-block-end:40px}
.docs h1{margin:0;font-size:2.074rem;line-height:1.2;font-weight:650;letter-spacing:-.01em}
.docs h2{margin:56px 0 4px;font-size:1.44rem;font-weight:650}
.docs h2+p{margin:0 0 16px;color:var(--quiet)}
.docs h3{margin:0;font-size:1.1rem;font-weight:650}
.docs h4{margin:24px 0 6px;font-size:.8rem;font-weight:650;letter-spacing:.04em;text-transform:uppercase;color:var(--quiet)}
.docs p{margin:8px 0}
.contents ul{list-style:none;margin:0 0 20px;padding:0}
.contents a{display:flex;gap:8px;align-items:baseline;padding:4px 8px;border-radius:8px;color:var(--text);text-decoration:none;font-size:.9rem}
.contents a:hover{background:var(--raised)}
.contents strong{display:block;padding:0 8px 4px;font-size:.8rem;letter-spacing:.04em;text-transform:uppercase;color:var(--quiet)}
.operation{margin:16px 0;padding:20px 24px;background:var(--raised);border:1px solid var(--border);border-radius:12px;overflow-wrap:anywhere}
.address{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline;margin:6px 0 8px}
.method{flex:none;min-width:3.6em;font:700 .72rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--accent)}
.method.change{color:var(--text)}
.caller{display:inline-block;margin:4px 0;padding:1px 10px;border:1px solid var(--border);border-radius:99px;font-size:.8rem;color:var(--quiet)}
.fields{margin:0;font-size:.9rem}
.fields>div{padding:8px 0;border-block-start:1px solid var(--border)}
.fields dd{margin:0}
.quiet{color:var(--quiet)}
pre{margin:0;padding:14px 16px;background:var(--sunken);border:1px solid var(--border);border-radius:8px;overflow-x:auto;white-space:pre;overflow-wrap:normal}
summary{cursor:pointer;padding:6px 0;font-size:.9rem;color:var(--accent)}
@media (min-width:60rem){.docs .columns{display:grid;grid-template-columns:16rem minmax(0,1fr);gap:56px}.contents{position:sticky;inset-block-start:24px;max-height:calc(100vh - 48px);overflow-y:auto;align-self:start}.docs h2:first-child{margin-block-start:0}.fields>div{display:grid;grid-template-columns:11rem 11rem minmax(0,1fr);gap:16px}.fields .wide{grid-column:2/-1}}
@media print{.contents{display:none}.operation{break-inside:avoid}}
`

/** Names the style in the content security policy, in place of `unsafe-inline`. */
export const HOUSE_STYLE_SOURCE = `'sha256-${createHash('sha256').update(HOUSE_STYLE).digest('base64')}'`
