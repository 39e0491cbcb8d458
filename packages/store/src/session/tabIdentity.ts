const ID_KEY = 'appointease-client'
const OPEN_KEY = 'appointease-open'
const ASK_KEY = 'appointease-who'
const ANSWER_KEY = 'appointease-it-is-me'
const ANSWER_WITHIN_MS = 120

/** 32 hex digits. `crypto.randomUUID` is missing over plain http and in older browsers. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Resolves to whether another tab, still open, goes by this id. */
function isUsedElsewhere(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (used: boolean) => {
      removeEventListener('storage', hear)
      clearTimeout(timer)
      resolve(used)
    }
    const hear = (event: StorageEvent) => {
      if (event.key === ANSWER_KEY && event.newValue?.startsWith(id)) finish(true)
    }
    const timer = setTimeout(() => finish(false), ANSWER_WITHIN_MS)
    addEventListener('storage', hear)
    localStorage.setItem(ASK_KEY, `${id} ${randomId()}`)
  })
}

function answerFor(id: string) {
  addEventListener('storage', (event) => {
    if (event.key === ASK_KEY && event.newValue?.startsWith(id))
      localStorage.setItem(ANSWER_KEY, `${id} ${randomId()}`)
  })
  sessionStorage.setItem(OPEN_KEY, '1')
  addEventListener('pagehide', () => sessionStorage.removeItem(OPEN_KEY))
  addEventListener('pageshow', () => sessionStorage.setItem(OPEN_KEY, '1'))
}

interface TabIdentity {
  clientId: string
  /** Whether this is the same tab as before, so that what it kept may be taken up again. */
  isSameTab: boolean
}

/**
 * This tab's id, the same after a reload and another for every tab. Duplicating a tab copies its storage: the copy is
 * known by the mark that only a page which is left takes away, and by the original's answer. A tab that the system
 * threw out of memory has the mark too, but nobody answers for it, so it stays who it was.
 */
export async function identifyTab(): Promise<TabIdentity> {
  try {
    const kept = sessionStorage.getItem(ID_KEY)
    const isCopy = kept !== null && sessionStorage.getItem(OPEN_KEY) !== null && (await isUsedElsewhere(kept))
    const clientId = kept && !isCopy ? kept : randomId()
    sessionStorage.setItem(ID_KEY, clientId)
    answerFor(clientId)
    return { clientId, isSameTab: kept === clientId }
  } catch {
    return { clientId: randomId(), isSameTab: false }
  }
}
