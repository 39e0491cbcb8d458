const VARIABLE = 'APPOINTEASE_TEST_SEED'

/** A new seed for each run, or the one in APPOINTEASE_TEST_SEED; it is printed, so that a run can be had again. */
export function replayableSeed(subject: string): number {
  const given = process.env[VARIABLE]
  const seed = given === undefined ? Math.floor(Math.random() * 0x1_0000_0000) : Number(given)
  if (!Number.isInteger(seed)) throw new RangeError(`${VARIABLE} is not a whole number.`)
  process.stdout.write(`${subject}: ${VARIABLE}=${seed}\n`)
  return seed
}
