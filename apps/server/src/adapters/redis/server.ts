import type { Link } from './link.ts'

/** A master, with names that are kept on it. */
export interface Server {
  readonly link: Link
  readonly epochKey: string
  readonly healthKey: string
  /** The hash slots that it serves, as text; empty where it has everything. */
  readonly ranges: string
}
