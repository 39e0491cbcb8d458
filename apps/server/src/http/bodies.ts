import type { FastifyInstance } from 'fastify'
import { EdgeError } from './edgeError.ts'

export const BODY_LIMIT_BYTES = 64 * 1024

/** `application/json` and its relatives, as WP_REST_Request::is_json_content_type() has it. */
const JSON_TYPE = /^application\/(?:[\w!#$&\-^.+]+\+)?json(?:$|[\s;])/i

/**
 * JSON in UTF-8 is the only type that is read. An empty body is an empty object, so that `DELETE` may come
 * without one; keys that would reach a prototype are left out like any unknown field.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('remove', 'remove')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (request, bytes, done) => {
    const text = decode(utf8, bytes as Buffer)
    if (text === '') return done(null, {})
    if (text === undefined) return done(new EdgeError('rest_invalid_json'), undefined)
    parseJson(request, text, done)
  })
}

function decode(utf8: InstanceType<typeof TextDecoder>, bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
