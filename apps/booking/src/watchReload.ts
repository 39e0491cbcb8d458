/** The page is left when the reply is there, which on a slow line takes its time. */
const LEFT_WITHIN_MS = 10_000

const isReload = ({ key, ctrlKey, metaKey }: KeyboardEvent) =>
  key === 'F5' || ((ctrlKey || metaKey) && key.toLowerCase() === 'r')

/**
 * Says whether the visitor has just asked for the page to be loaded again, as far as a page hears of it: by the keys.
 * The browser's button and the pull of a finger reach no page, the Navigation API included.
 */
export function watchReload(): () => boolean {
  let askedAt = Number.NEGATIVE_INFINITY
  const hear = (event: KeyboardEvent) => {
    if (isReload(event)) askedAt = performance.now()
  }
  addEventListener('keydown', hear, true)
  return () => performance.now() - askedAt < LEFT_WITHIN_MS
}
