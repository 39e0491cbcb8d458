/** The value if it comes in time; a failure and a long silence are the same "no" to a probe. */
export async function withinTime<Value>(
  work: Promise<Value>,
  ms: number,
): Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false }> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<{ readonly ok: false }>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false }), ms)
  })
  const answer = work.then(
    (value) => ({ ok: true, value }) as const,
    () => ({ ok: false }) as const,
  )
  const first = await Promise.race([answer, silence])
  clearTimeout(timer)
  return first
}
