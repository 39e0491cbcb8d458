/**
 * The promise's value, or a rejection with what `late` makes after so many milliseconds. A reply that has arrived while
 * this process was too busy to look is no late one: it is looked for once more before.
 */
export function within<Value>(
  milliseconds: number,
  promise: Promise<Value>,
  late: () => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    // Timers come before what the network has brought in Node's round, immediates after it.
    const timer = setTimeout(() => setImmediate(() => reject(late())), milliseconds)
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
