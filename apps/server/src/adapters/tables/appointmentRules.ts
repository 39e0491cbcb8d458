import type { AppointmentStatus } from '@appointease/domain'

const ACTIVE: readonly AppointmentStatus[] = ['pending', 'confirmed', 'completed']
/** An appointment of one of these keeps its time from everybody else. An SQL list. */
export const ACTIVE_LIST = `('${ACTIVE.join("', '")}')`

/** No occupied interval is longer: a rule of the table, and what lets a look back stop at two days. */
export const LONGEST_OCCUPIED = 172_800_000

/** What an engine's triggers raise where a row claims time that is another's. */
export const SLOT_TAKEN = 'appointease: slot taken'
