/**
 * One reading for all who ask while another is under way. Nobody is given a reading that was begun before they asked, so
 * that it shows whatever had happened by then.
 */
export function batched<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<unknown> | undefined
  let next: Promise<Value> | undefined

  function begin(): Promise<Value> {
    const reading = read()
    const ended = reading.then(
      () => {},
      () => {},
    )
    running = ended
    void ended.then(() => {
      if (running === ended) running = undefined
    })
    return reading
  }

  return () => {
    if (!running) return begin()
    next ??= running.then(() => {
      next = undefined
      return begin()
    })
    return next
  }
}
