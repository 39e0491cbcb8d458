import type { OpenApiDocument, OpenApiOperation } from '@appointease/contract'

export interface Documented {
  readonly operation: OpenApiOperation
  readonly method: string
  /** The primary address first, then its aliases. */
  readonly paths: readonly string[]
}

/** Each operation once, in the document's order, with every address that it answers at. */
export function documentedOperations(document: OpenApiDocument): readonly Documented[] {
  const byId = new Map<string, Documented>()
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const id = operation.operationId.replace(/Legacy$/, '')
      const known = byId.get(id)
      byId.set(id, known ? { ...known, paths: [...known.paths, path] } : { operation, method, paths: [path] })
    }
  }
  return [...byId.values()]
}
