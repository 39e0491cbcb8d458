import type { FastifyError } from 'fastify'
import { OutcomeUnknown, StorageUnavailable } from '../ports/storage.ts'
import { EdgeError } from './edgeError.ts'
import { type ErrorAnswer, presentEdgeError, presentRefusal } from './refusals.ts'
import { validationRefusal } from './validation.ts'

const RETRY_STORAGE_SECONDS = { least: 1, spread: 4 }

/**
 * What a thrown error tells the client: what was wrong with the request, that storage is away (with nothing written, or
 * with nobody knowing), or nothing.
 * The pause before trying again is spread, so that clients do not come back all at once.
 */
export function errorAnswerOf(error: unknown): ErrorAnswer {
  if (error instanceof EdgeError) return presentEdgeError(error.code)
  if (error instanceof StorageUnavailable) {
    const spread = Math.floor(Math.random() * RETRY_STORAGE_SECONDS.spread)
    const code = error instanceof OutcomeUnknown ? 'OUTCOME_UNKNOWN' : 'STORAGE_UNAVAILABLE'
    return presentEdgeError(code, RETRY_STORAGE_SECONDS.least + spread)
  }
  const { validation, validationContext, statusCode } = error as Partial<FastifyError>
  if (validation) return presentRefusal(validationRefusal(validation, validationContext ?? 'body'))
  if (statusCode === 413) return presentEdgeError('rest_payload_too_large')
  if (statusCode === 415) return presentEdgeError('rest_unsupported_media_type')
  if (statusCode === 400) return presentEdgeError('rest_invalid_json')
  // The file server's "forbidden" is a name that climbs out of its folder: nothing is there for anybody.
  if (statusCode === 403 || statusCode === 404) return presentEdgeError('rest_no_route')
  return presentEdgeError('internal_server_error')
}
