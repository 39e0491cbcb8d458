/** A start that can be chosen, and who could give it. */
export interface Start {
  /** The business's wall clock. */
  date: string
  time: string
  start_utc: string
  end_utc: string
  /** Whoever is asked first stands first. */
  employeeIds: readonly number[]
}

/** Who holds a time already is asked for another before the rest of the team. */
export const inOrderOfAsking = (employeeIds: readonly number[], preferred: number | undefined): number[] =>
  [...employeeIds].sort((a, b) => Number(b === preferred) - Number(a === preferred))
