/** Says that the database is being filled from another one. */
export const UNFINISHED_COPY_OPTION = 'appointease_unfinished_copy'

/** What this product's options begin with; the others of a shared table are WordPress's. */
export const OWN_OPTION_BEGINNINGS = [
  'appointease_',
  '_transient_appointease_',
  '_transient_timeout_appointease_',
]

/** Of the processes on one database, and of where they keep locks; nothing of it is true of another one. */
const OF_THIS_PLACE = ['appointease_epoch', 'appointease_process_', UNFINISHED_COPY_OPTION]

const beginsAs = (name: string) => (beginning: string) => name.startsWith(beginning)

/** Whether an option goes along when the business moves. */
export const isOwnOption = (name: string): boolean =>
  !OF_THIS_PLACE.some(beginsAs(name)) && OWN_OPTION_BEGINNINGS.some(beginsAs(name))
