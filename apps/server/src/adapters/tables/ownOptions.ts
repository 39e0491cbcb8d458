import { afterPrefix } from '../transients/names.ts'

/** Says that the database is being filled from another one. */
export const UNFINISHED_COPY_OPTION = 'appointease_unfinished_copy'

/** What this product's options begin with; the others of a shared table are WordPress's. */
const PREFIXES = ['_transient_appointease_', '_transient_timeout_appointease_', 'appointease_']

/** The stretches of names that hold all of them, lower end included, upper end not, in binary order. */
export const OWN_OPTION_RANGES: readonly (readonly [from: string, before: string])[] = PREFIXES.map(
  (prefix) => [prefix, afterPrefix(prefix)],
)

/** Whether an option goes along when the business moves. */
export const isOwnOption = (name: string): boolean =>
  name !== UNFINISHED_COPY_OPTION && PREFIXES.some((prefix) => name.startsWith(prefix))
