/** What only this installation's secret can make or open. */
export interface Seals {
  /** Keyed, deterministic, one way: for tokens, codes and addresses that are stored or compared. Hex. */
  fingerprint(purpose: string, value: string): string
  /** What other visitors see in place of a client id: `v_` and 10 characters, not reversible. */
  alias(clientId: string): string
  /** Authenticated encryption, for what must survive a crash and yet not lie about in clear. */
  seal(purpose: string, plain: string): string
  /** Undefined where the text was not sealed by this secret for this purpose. */
  open(purpose: string, sealed: string): string | undefined
  /** True where the fingerprint is that of `value`; constant time. */
  matches(purpose: string, value: string, fingerprint: string): boolean
}
