import {
  buildOpenApi,
  type NamespaceIndexReply,
  PRIMARY_NAMESPACE,
  ROUTE_LIST,
  ROUTES,
  type SiteIndexReply,
} from '@appointease/contract'
import { wallClockAt } from '@appointease/domain'
import type { CatalogStore } from '../../ports/catalog.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Router } from '../router.ts'
import { docsPage } from './docsPage.ts'
import { describeRoutes, namespacesOf } from './endpoints.ts'

interface Discovery {
  readonly catalog: CatalogStore
  readonly clock: Clock
  readonly config: { readonly publicUrl: URL; readonly version: string }
}

/** What there is: indexes in WordPress's manner, and the OpenAPI document for programs and for people. */
export function discoveryRoutes(router: Router, { catalog, clock, config }: Discovery): void {
  const home = config.publicUrl.href.replace(/\/$/, '')
  const apiRoot = `${home}/wp-json/`
  const document = buildOpenApi({ title: 'AppointEase', version: config.version, serverUrl: home })
  const docs = docsPage(document)

  router.handle(ROUTES.discoverSite, async () => {
    const { settings } = await catalog.getCatalog()
    const zone = settings.rules.timeZone
    const namespaces = namespacesOf(ROUTE_LIST)
    const index: SiteIndexReply = {
      name: settings.businessName,
      description: 'Appointments',
      url: home,
      home,
      gmt_offset: wallClockAt(clock.now(), zone).offsetMinutes / 60,
      timezone_string: zone,
      namespaces: [...namespaces],
      authentication: {},
      routes: describeRoutes(ROUTE_LIST, namespaces, apiRoot),
    }
    return { ok: true, data: index }
  })

  router.handle(ROUTES.discoverNamespace, async ({ context }) => {
    const namespace = context.namespace ?? PRIMARY_NAMESPACE
    const index: NamespaceIndexReply = {
      namespace,
      routes: describeRoutes(ROUTE_LIST, [namespace], apiRoot),
      _links: { up: [{ href: apiRoot }] },
    }
    return { ok: true, data: index }
  })

  router.handle(ROUTES.getOpenApi, async () => ({ ok: true, data: document as never }))
  router.handle(ROUTES.getDocs, async () => ({ ok: true, data: docs }))
}
