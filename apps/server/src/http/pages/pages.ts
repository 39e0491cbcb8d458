import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CatalogStore } from '../../ports/catalog.ts'
import { acceptedLocales, canonicalLocale } from '../callerLocale.ts'
import { presentCatalogOfPage } from '../catalog/presentCatalog.ts'
import { type AppPage, appPage } from './appPage.ts'
import { type BuiltFiles, createBuiltFilesReader } from './builtFiles.ts'
import { FAVICON } from './favicon.ts'
import { notePage } from './notePage.ts'
import { pageLocale } from './pageLocale.ts'

interface Pages {
  readonly catalog: CatalogStore
  readonly config: { readonly publicUrl: URL; readonly assetsDirectory: string }
}

/** Built files lie side by side. What no such name can be is not looked for, so the file system never gets to object. */
const BUILT_NAME = /^\/?[\w-][\w.-]{0,199}$/

const NOT_BUILT = {
  title: 'Nearly there',
  text: 'The server runs, but the booking page has not been built yet. In the project’s folder, run this and load the page again:',
  command: 'npm run build',
}

/** The pages for people, and the files that they load. A name with a hash never means another content. */
export async function servePages(app: FastifyInstance, { catalog, config }: Pages): Promise<void> {
  const built = createBuiltFilesReader(config.assetsDirectory)

  const show = (view: AppPage['view']) => async (request: FastifyRequest, reply: FastifyReply) => {
    const files = await built.current()
    sendHtml(reply)
    const basePath = config.publicUrl.pathname
    if (files === undefined)
      return reply
        .code(503)
        .header('retry-after', '10')
        .send(notePage({ ...NOT_BUILT, basePath }))
    const present = await catalog.getCatalog()
    const { businessName, locale } = present.settings
    const speech = speechOf(request, locale, files)
    const page = { view, businessName, basePath, ...speech, catalog: presentCatalogOfPage(present) }
    return reply.send(appPage(page))
  }
  app.get('/', show('book'))
  const showManage = show('manage')
  // A link that opens an appointment stands in this address until the page has taken it out.
  app.get('/manage', async (request, reply) =>
    showManage(request, reply.header('referrer-policy', 'no-referrer')),
  )

  for (const url of ['/favicon.svg', '/favicon.ico']) {
    app.get(url, async (_request, reply) =>
      reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(FAVICON),
    )
  }

  await app.register(async (scope) => {
    // A name with a hash has one content for ever, so a condition on it always holds and is not looked at.
    scope.addHook('onRequest', async ({ headers }) => {
      for (const condition of CONDITIONS) delete headers[condition]
    })
    await scope.register(fastifyStatic, {
      root: join(config.assetsDirectory, 'assets'),
      prefix: '/assets/',
      suppressWarning: true,
      decorateReply: false,
      index: false,
      dotfiles: 'ignore',
      allowedPath: (path) => BUILT_NAME.test(path),
      acceptRanges: false,
      preCompressed: true,
      immutable: true,
      maxAge: '1y',
    })
  })
}

const CONDITIONS = ['if-match', 'if-unmodified-since', 'if-range', 'range']

/** What the page speaks, and the files that it therefore links. */
function speechOf(
  { query, headers }: FastifyRequest,
  business: string,
  { scripts, styles, words }: BuiltFiles,
) {
  const { lang } = query as { readonly lang?: unknown }
  const asked = typeof lang === 'string' ? canonicalLocale(lang) : ''
  const wanted = [asked, ...acceptedLocales(headers['accept-language']), canonicalLocale(business)]
  const spoken = pageLocale(
    wanted.filter((locale) => locale !== ''),
    new Set(['en', ...words.keys()]),
  )
  const ownWords = words.get(spoken.language)
  const isAskedFor = asked.split('-', 1)[0] === spoken.language
  return { ...spoken, isAskedFor, styles, scripts: ownWords === undefined ? scripts : [ownWords, ...scripts] }
}

/** The page names hashed files, so it must be asked for anew after every build; and it speaks the visitor's language. */
function sendHtml(reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('vary', 'Accept-Language')
}
