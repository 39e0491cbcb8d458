import type { EdgeCode } from './words.ts'

/** Stops a request that no handler will see; the error handler answers it. Its message names nothing that was sent. */
export class EdgeError extends Error {
  override readonly name = 'EdgeError'
  readonly code: EdgeCode

  constructor(code: EdgeCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}
