import type { ClientSettings } from './clientOptions.ts'
import type { Link } from './link.ts'

/** A master, with names that are kept on it. */
export interface Server {
  readonly link: Link
  readonly epochKey: string
  readonly healthKey: string
  /** The hash slots that it serves, as text; empty where it has everything. */
  readonly ranges: string
}

/** Which servers there are, and which has what. */
export interface Layout {
  readonly isCluster: boolean
  /** All masters, connected. Throws RedisLost where they cannot be at this moment. */
  connect(): Promise<readonly Server[]>
  /** Whether the masters are still those that `connect` found. */
  isAsBefore(): Promise<boolean>
  serverOf(key: string): Server
  /** How to reach a server on which every published message is heard; undefined while none is known. */
  listening(): ClientSettings | undefined
  close(): void
}

/** `onLost`: a connection that was there is gone. */
export type LayoutFactory = (onLost: () => void) => Layout
