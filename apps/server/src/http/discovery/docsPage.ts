import type { OpenApiDocument } from '@appointease/contract'
import { escapeHtml } from '../../escapeHtml.ts'
import { HOUSE_STYLE } from '../pages/houseStyle.ts'
import { type Documented, documentedOperations } from './documentedOperations.ts'
import { operationSection, prose } from './operationSection.ts'

/** The OpenAPI document as one page for people: no scripts, no files but itself. */
export function docsPage(document: OpenApiDocument): string {
  const { title, version, description } = document.info as Record<'title' | 'version' | 'description', string>
  const operations = documentedOperations(document)
  const tags = (document.tags as readonly { name: string; description: string }[]).map((tag) => ({
    ...tag,
    operations: operations.filter(({ operation }) => operation.tags[0] === tag.name),
  }))
  const shown = tags.filter((tag) => tag.operations.length > 0)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} API</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<style>${HOUSE_STYLE}</style>
</head>
<body>
<div class="docs">
<header>
<h1>${escapeHtml(title)} API</h1>
<p class="quiet">Version ${escapeHtml(version)} · <a href="wp-json/appointease/v1/openapi.json">OpenAPI 3.1</a></p>
${description.split('\n\n').map(prose).join('\n')}
</header>
<div class="columns">
<nav class="contents" aria-label="Contents">
${shown.map(({ name, operations: all }) => contentsOf(name, all)).join('\n')}
</nav>
<main>
${shown
  .map(
    ({ name, description: about, operations: all }) => `<section aria-labelledby="${escapeHtml(name)}">
<h2 id="${escapeHtml(name)}">${escapeHtml(capitalised(name))}</h2>
<p>${escapeHtml(about)}</p>
${all.map((each) => operationSection(each, document.components.schemas)).join('\n')}
</section>`,
  )
  .join('\n')}
</main>
</div>
</div>
</body>
</html>
`
}

function contentsOf(tag: string, operations: readonly Documented[]): string {
  const links = operations.map(
    ({ operation, method }) =>
      `<li><a href="#${operation.operationId}"><span class="method${method === 'get' ? '' : ' change'}">${method.toUpperCase()}</span> ${escapeHtml(operation.summary)}</a></li>`,
  )
  return `<strong>${escapeHtml(capitalised(tag))}</strong>\n<ul>\n${links.join('\n')}\n</ul>`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
