export interface Turns {
  /** Whose turn it is. `urgent` goes before the others, but never twice running: a restless pointer holds nobody up. */
  next(urgent?: number): number
}

/** Asks everybody in turn. */
export function createTurns(employeeIds: readonly number[]): Turns {
  let waiting = [...employeeIds]
  let wasUrgent = false
  return {
    next(urgent) {
      const goesFirst = !wasUrgent && urgent !== undefined && waiting.includes(urgent)
      const turn = goesFirst ? urgent : (waiting[0] as number)
      wasUrgent = goesFirst
      waiting = [...waiting.filter((id) => id !== turn), turn]
      return turn
    },
  }
}
