import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parse } from 'qs'
import { answerError, setApiHeaders } from './answers.ts'
import { errorAnswerOf } from './faults.ts'

/** PHP's max_input_vars and max_input_nesting_level: what is beyond them it leaves out, and reads the rest. */
const MOST_PARAMETERS = 1_000
const MOST_BRACKETS = 64
/** From here on nobody means a form. */
const ABSURD_PARAMETERS = 10_000
const ABSURD_BRACKETS = 1_000
const LONGEST_IGNORED = 16_384

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

/** For forms of which nothing has to be known but that they were sent, whoever sends them and in whatever form. */
export function ignoreBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LONGEST_IGNORED }, async () => ({}))
}

/** WordPress takes the action from the address as well as from the form (`$_REQUEST`). */
export function requireAction(body: unknown, query: unknown, action: string): Record<string, unknown> {
  const form = typeof body === 'object' && body !== null ? { ...body } : {}
  const read = { ...(query as { action?: unknown }), ...form }
  if (read.action !== action) throw new UnreadableForm()
  return { ...form, action }
}

function readBrackets(text: string): Record<string, unknown> {
  const all = text.split('&', ABSURD_PARAMETERS)
  if (all.length === ABSURD_PARAMETERS) throw new UnreadableForm()
  const kept = all.slice(0, MOST_PARAMETERS).filter((parameter) => bracketsOf(parameter) <= MOST_BRACKETS)
  return parse(kept.join('&'), {
    depth: MOST_BRACKETS,
    parameterLimit: MOST_PARAMETERS,
    duplicates: 'last',
  })
}

function bracketsOf(parameter: string): number {
  const [name = ''] = parameter.split('=', 1)
  const brackets = name.match(/\[|%5B/gi)?.length ?? 0
  if (brackets >= ABSURD_BRACKETS) throw new UnreadableForm()
  return brackets
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
