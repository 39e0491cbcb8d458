/** Connections that an owner sets while the server runs, in the database. What is kept is sealed: it holds passwords. */
export interface ConnectionSettings {
  /** The sealed address of Redis, or undefined where none is set. One read by primary key. */
  findRedis(): Promise<string | undefined>
  /** Undefined: none any more. Every process learns of it within seconds. */
  saveRedis(sealed: string | undefined): Promise<void>
}
