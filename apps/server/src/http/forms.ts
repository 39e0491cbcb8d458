import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parse } from 'qs'
import { answerError, setApiHeaders } from './answers.ts'
import { errorAnswerOf } from './faults.ts'

const MOST_PARAMETERS = 200
const MOST_BRACKETS = 10

/** What was posted is no form, or no form that anybody here answers. WordPress says `0` to both. */
class UnreadableForm extends Error {
  override readonly name = 'UnreadableForm'
}

/**
 * Reads `application/x-www-form-urlencoded` and `multipart/form-data` in jQuery's bracket notation into nested
 * objects of strings, and answers what cannot be read as WordPress's admin-ajax.php does: 400 with the body `0`.
 */
export function readFormBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    /^application\/x-www-form-urlencoded/i,
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string | Buffer) => readBrackets(String(text)),
  )
  scope.addContentTypeParser(
    /^multipart\/form-data/i,
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: string | Buffer) =>
      readMultipart(bytes as Buffer, request.headers['content-type'] ?? ''),
  )
  scope.setErrorHandler(async (error, request, reply) => {
    const answer = errorAnswerOf(error)
    if (!(error instanceof UnreadableForm) && answer.status !== 400 && answer.status !== 415) {
      return answerError(error, request, reply)
    }
    setApiHeaders(reply)
    return reply.code(400).type('text/html; charset=UTF-8').send('0')
  })
}

/** WordPress takes the action from the address as well as from the form (`$_REQUEST`). */
export function requireAction(body: unknown, query: unknown, action: string): Record<string, unknown> {
  const form = typeof body === 'object' && body !== null ? { ...body } : {}
  const read = { ...(query as { action?: unknown }), ...form }
  if (read.action !== action) throw new UnreadableForm()
  return { ...form, action }
}

function readBrackets(text: string): Record<string, unknown> {
  try {
    return parse(text, {
      depth: MOST_BRACKETS,
      strictDepth: true,
      parameterLimit: MOST_PARAMETERS,
      throwOnLimitExceeded: true,
      duplicates: 'last',
    })
  } catch (cause) {
    throw new UnreadableForm('', { cause })
  }
}

/** The body is already in memory and within its limit, so the platform's own parser may have it whole. */
async function readMultipart(bytes: Buffer, contentType: string): Promise<Record<string, unknown>> {
  const pairs: string[] = []
  try {
    const form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': contentType },
    }).formData()
    for (const [name, value] of form) {
      if (typeof value === 'string') pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    }
  } catch (cause) {
    throw new UnreadableForm('', { cause })
  }
  return readBrackets(pairs.join('&'))
}
