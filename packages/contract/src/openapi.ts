import type { TObject } from 'typebox'
import { ERROR_CODES, type ErrorCode, ErrorReply } from './errors.ts'
import { createSchemaWriter, type JsonSchema, type SchemaWriter } from './openapi/schemaWriter.ts'
import { type Auth, isBodyRequired, type RouteDefinition } from './routes/defineRoute.ts'
import { addressesOf, ROUTE_LIST } from './routes.ts'

export interface OpenApiOptions {
  readonly title: string
  readonly version: string
  /** Where the addresses begin; without a trailing slash. */
  readonly serverUrl: string
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly JsonSchema[]
  readonly requestBody?: JsonSchema
  readonly responses: Readonly<Record<string, JsonSchema>>
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: JsonSchema
  }
  readonly servers: readonly JsonSchema[]
  readonly tags: readonly JsonSchema[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: Readonly<Record<string, JsonSchema>>
  }
}

const CONVENTIONS = [
  "JSON in UTF-8. Unknown fields of a request are ignored. Dates and times are on the business's wall clock; `start_utc` and `end_utc` stand beside them.",
  'Ids are accepted as numbers and as decimal digits.',
  'Every route below `/wp-json` also answers as `/?rest_route=/…`, as WordPress does without permalinks.',
  'Errors have WordPress’s shape. A path that no route matches, and a known path with another method, is 404 `rest_no_route`.',
  'An appointment that exists but is somebody else’s is `NOT_FOUND`.',
].join('\n\n')

const TAGS = {
  catalogue: 'What the business offers.',
  availability: 'What is free.',
  slots: 'Pointing at slots and holding them.',
  sessions: 'Proving an address.',
  appointments: 'Booking, moving, cancelling.',
  calendars: 'Appointments in the calendars of the staff.',
  reminders: 'Ending them.',
  heartbeat: 'Live updates as WordPress carries them.',
  discovery: 'What there is.',
  operations: 'How the system is.',
}

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'The token from `verify-otp`.' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'appointease_session' },
  nonce: {
    type: 'apiKey',
    in: 'header',
    name: 'X-WP-Nonce',
    description: 'From `GET /session`; beside the cookie, wherever something is changed.',
  },
  manage_link: {
    type: 'apiKey',
    in: 'header',
    name: 'X-AppointEase-Manage',
    description: 'What a signed link of an appointment carries as `?manage=`; for that appointment alone.',
  },
  manage_link_query: { type: 'apiKey', in: 'query', name: 'manage', description: 'The same in the address.' },
}

const ANYBODY: Readonly<Record<Auth, boolean>> = {
  public: true,
  customer: false,
  customer_if_required: true,
  operator: true,
}

const securityOf = ({ auth, cookieNonce, manageLink }: RouteDefinition): OpenApiOperation['security'] => {
  const takesSession = auth.startsWith('customer') || cookieNonce
  return [
    ...(ANYBODY[auth] ? [{}] : []),
    ...(takesSession ? [{ bearer: [] }, cookieNonce ? { cookie: [], nonce: [] } : { cookie: [] }] : []),
    ...(manageLink ? [{ manage_link: [] }] : []),
    ...(manageLink === 'header_or_query' ? [{ manage_link_query: [] }] : []),
  ]
}

const HEADER_NAMES: Readonly<Record<string, string>> = {
  'idempotency-key': 'Idempotency-Key',
  'if-modified-since': 'If-Modified-Since',
  'if-none-match': 'If-None-Match',
  'last-event-id': 'Last-Event-ID',
}

const parametersIn = (
  place: 'path' | 'query' | 'header',
  object: TObject | undefined,
  writer: SchemaWriter,
) =>
  Object.entries(object?.properties ?? {}).map(([name, schema]) => ({
    name: HEADER_NAMES[name] ?? name,
    in: place,
    required:
      place === 'path' || (object?.required as readonly string[] | undefined)?.includes(name) === true,
    schema: writer.write(schema),
  }))

const REQUEST_ID = {
  'X-Request-Id': { description: 'Names this request in the logs.', schema: { type: 'string' } },
}
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } }

const successOf = ({ success }: RouteDefinition, writer: SchemaWriter): JsonSchema => ({
  description: success.status === 201 ? 'Made.' : 'Done.',
  headers: {
    ...REQUEST_ID,
    ...Object.fromEntries(
      Object.entries(success.headers ?? {}).map(([name, description]) => [
        name,
        { description, schema: { type: 'string' } },
      ]),
    ),
  },
  content: { [success.contentType ?? 'application/json']: { schema: writer.write(success.schema) } },
})

const errorOf = (codes: readonly ErrorCode[], status: number, writer: SchemaWriter): JsonSchema => ({
  description: codes.map((code) => `\`${code}\``).join(', '),
  headers: status === 429 || status === 503 ? { ...REQUEST_ID, ...RETRY_AFTER } : REQUEST_ID,
  content: {
    'application/json': {
      schema: {
        allOf: [
          writer.write(ErrorReply),
          { type: 'object', properties: { code: { type: 'string', enum: codes } } },
        ],
      },
    },
  },
})

const responsesOf = (route: RouteDefinition, writer: SchemaWriter) => {
  const codes = [...new Set(route.errors)]
  const statuses = [...new Set(codes.map((code) => ERROR_CODES[code]))].sort((a, b) => a - b)
  return {
    [route.success.status]: successOf(route, writer),
    ...(route.success.conditional && { 304: { description: 'Nothing has changed.', headers: REQUEST_ID } }),
    ...Object.fromEntries(
      (route.otherReplies ?? []).map(({ status, description, schema }) => [
        status,
        {
          description,
          headers: REQUEST_ID,
          content: { 'application/json': { schema: writer.write(schema) } },
        },
      ]),
    ),
    ...Object.fromEntries(
      statuses.map((status) => [
        status,
        errorOf(
          codes.filter((code) => ERROR_CODES[code] === status),
          status,
          writer,
        ),
      ]),
    ),
  }
}

const requestBodyOf = (route: RouteDefinition, writer: SchemaWriter) => {
  if (!route.body) return {}
  const schema = writer.write(route.body)
  const types = route.requestTypes ?? ['application/json']
  return {
    requestBody: {
      required: isBodyRequired(route),
      content: Object.fromEntries(types.map((type) => [type, { schema }])),
    },
  }
}

const operationOf = (
  route: RouteDefinition,
  operationId: string,
  writer: SchemaWriter,
): OpenApiOperation => ({
  operationId,
  summary: route.summary,
  description: route.description,
  tags: route.tags,
  security: securityOf(route),
  parameters: [
    ...parametersIn('path', route.params, writer),
    ...parametersIn('query', route.query, writer),
    ...parametersIn('header', route.headers, writer),
  ],
  ...requestBodyOf(route, writer),
  responses: responsesOf(route, writer),
})

/** The route table as an OpenAPI 3.1 document: every address, the legacy ones too. */
export const buildOpenApi = (options: OpenApiOptions): OpenApiDocument => {
  const writer = createSchemaWriter()
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const route of ROUTE_LIST) {
    addressesOf(route).forEach(({ method, path }, index) => {
      const operationId = index === 0 ? route.id : `${route.id}Legacy`
      paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(route, operationId, writer) }
    })
  }
  return {
    openapi: '3.1.0',
    info: {
      title: options.title,
      version: options.version,
      description: CONVENTIONS,
      license: { name: 'GPL-2.0-or-later', identifier: 'GPL-2.0-or-later' },
    },
    servers: [{ url: options.serverUrl }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: writer.components(), securitySchemes: SECURITY_SCHEMES },
  }
}
