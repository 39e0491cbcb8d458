/**
 * Resolves once one of the locks is held, and never where the signal comes first. It is held until the signal; the
 * other requests are given up as their turn comes.
 */
export function holdOneOf(locks: LockManager, names: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let isHeld = false
    const hold = () => {
      // A signal that comes between the granting and this call calls nothing off any more.
      if (isHeld || signal.aborted) return
      isHeld = true
      resolve()
      return new Promise<void>((release) => signal.addEventListener('abort', () => release()))
    }
    for (const name of names) locks.request(name, { signal }, hold).catch(() => {})
  })
}
