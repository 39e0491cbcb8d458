import { ERROR_CODES, isErrorCode } from '@appointease/contract'
import type { PlantedServer } from './plantedServer.ts'
import { type RawRequest, sendRaw } from './rawRequest.ts'

/** How a bad request must be answered: with one of these codes and, where given, with these parameters named. */
export interface ExpectedRefusal {
  readonly codes: readonly string[]
  readonly params?: readonly string[]
}

export interface BadCase {
  readonly title: string
  readonly request: RawRequest
  readonly expected: ExpectedRefusal
}

export const invalid = (...params: readonly string[]): ExpectedRefusal => ({
  codes: ['rest_invalid_param'],
  params,
})
export const missing = (...params: readonly string[]): ExpectedRefusal => ({
  codes: ['rest_missing_callback_param'],
  params,
})
export const coded = (...codes: readonly string[]): ExpectedRefusal => ({ codes })

/**
 * Sends bad requests in the name of the planted customer and tells everything that is wrong with the answers:
 * another code, a status that is not the code's, not WordPress's shape of an error, or a changed database.
 */
export function watchRefusals(
  planted: PlantedServer,
): (cases: Iterable<BadCase>) => Promise<readonly string[]> {
  let untouched = planted.database.digest()

  async function faultsOf({ title, request, expected }: BadCase): Promise<string[]> {
    const headers = { authorization: `Bearer ${planted.token}`, ...request.headers }
    const reply = await sendRaw(planted.url, { ...request, headers })
    const { code, message, data } = reply.json ?? {}
    const present = planted.database.digest()
    const wrong = [
      ...(expected.codes.includes(code) ? [] : [`answered ${reply.status} ${reply.text.slice(0, 100)}`]),
      ...(isErrorCode(code) && ERROR_CODES[code] === reply.status ? [] : [`has status ${reply.status}`]),
      ...(data?.status === reply.status ? [] : [`tells status ${data?.status}`]),
      ...(typeof message === 'string' && message.length > 0 ? [] : ['says nothing to people']),
      ...(isBlamed(data?.params, expected.params) ? [] : [`blames ${JSON.stringify(data?.params)}`]),
      ...(present === untouched ? [] : ['changed the database']),
    ]
    untouched = present
    return wrong.map((fault) => `${title}: ${fault}`)
  }

  return async (cases) => {
    const faults: string[] = []
    for (const each of cases) faults.push(...(await faultsOf(each)))
    return faults
  }
}

function isBlamed(told: unknown, expected: readonly string[] | undefined): boolean {
  if (expected === undefined) return true
  const named = Array.isArray(told) ? told : Object.keys(told ?? {})
  return named.length === expected.length && expected.every((name) => named.includes(name))
}
