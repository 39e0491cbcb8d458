export interface ManageLinkReader {
  /** How often the appointment's links have been made useless: a link is one of a generation. 0 where never. */
  findGeneration(appointmentId: number): Promise<number>
}

/** Inside a storage transaction. */
export interface ManageLinkStore extends ManageLinkReader {
  /** Begins the next generation, so that no link of an earlier one is good any more; yields it. The appointment must be there. */
  beginGeneration(appointmentId: number): Promise<number>
}
