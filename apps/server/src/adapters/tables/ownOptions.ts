/** Says that the database is being filled from another one. */
export const UNFINISHED_COPY_OPTION = 'appointease_unfinished_copy'

/** What this product's options begin with; the others of a shared table are WordPress's. */
export const OWN_OPTION_BEGINNINGS = [
  'appointease_',
  '_transient_appointease_',
  '_transient_timeout_appointease_',
]

/** Whether an option goes along when the business moves. */
export const isOwnOption = (name: string): boolean =>
  name !== UNFINISHED_COPY_OPTION && OWN_OPTION_BEGINNINGS.some((beginning) => name.startsWith(beginning))
