import { StorageUnavailable } from '../ports/storage.ts'

/** Whoever asks every second is answered within one, with a little left for the way. */
const PATIENCE_MILLISECONDS = 900

/** What comes of the work, or StorageUnavailable where that takes too long; the work itself goes on. */
export async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new StorageUnavailable('The day could not be looked at within a second.'))
    timer = setTimeout(fail, PATIENCE_MILLISECONDS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
