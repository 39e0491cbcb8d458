/** Unpredictable values from a cryptographic source; injected, so that a test's run can be replayed. */
export interface Randomness {
  /** `bytes` random bytes as base64url without padding. */
  token(bytes: number): string
  /** `length` decimal digits, each equally likely. */
  digits(length: number): string
  /** `length` characters of an alphabet without look-alikes (no 0 O 1 I L), for what people read aloud. */
  reference(length: number): string
}
