import { type Static, type TSchema, Type } from 'typebox'

const recordOf = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Record<string, Static<Schema>>>({ type: 'object', additionalProperties: schema })

const Links = recordOf(Type.Array(Type.Object({ href: Type.String() })))

/** One route as WordPress's index describes it; its name holds `(?P<name>pattern)` where a parameter stands. */
export const DiscoveredRoute = Type.Object({
  namespace: Type.String(),
  methods: Type.Array(Type.String()),
  endpoints: Type.Array(
    Type.Object({
      methods: Type.Array(Type.String()),
      args: recordOf(Type.Object({ required: Type.Boolean() })),
    }),
  ),
  _links: Type.Optional(Links),
})
export type DiscoveredRoute = Static<typeof DiscoveredRoute>

const Routes = recordOf(DiscoveredRoute)

export const SiteIndexReply = Type.Object({
  name: Type.String(),
  description: Type.String(),
  url: Type.String(),
  home: Type.String(),
  gmt_offset: Type.Number({ description: 'Hours.' }),
  timezone_string: Type.String(),
  namespaces: Type.Array(Type.String()),
  authentication: Type.Object({}, { additionalProperties: true }),
  routes: Routes,
  _links: Type.Optional(Links),
})
export type SiteIndexReply = Static<typeof SiteIndexReply>

export const NamespaceIndexReply = Type.Object({
  namespace: Type.String(),
  routes: Routes,
  _links: Type.Optional(Links),
})
export type NamespaceIndexReply = Static<typeof NamespaceIndexReply>

export const OpenApiReply = Type.Object(
  {
    openapi: Type.String(),
    info: Type.Object({ title: Type.String(), version: Type.String() }, { additionalProperties: true }),
    paths: Type.Object({}, { additionalProperties: true }),
  },
  { additionalProperties: true },
)
export type OpenApiReply = Static<typeof OpenApiReply>

export const PageText = Type.String()
