const SLOTS = 16_384

/** CRC-16 as the cluster specification has it: polynomial 0x1021, beginning with 0, nothing reflected. */
function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

/** Which of a cluster's 16384 slots a key is in: by what its first braces hold, if they hold anything. */
export function hashSlotOf(key: string): number {
  const opening = key.indexOf('{')
  const closing = opening < 0 ? -1 : key.indexOf('}', opening + 1)
  const tag = closing > opening + 1 ? key.slice(opening + 1, closing) : key
  return crc16(Buffer.from(tag)) % SLOTS
}

/** Slots `from` to `to`, both included, are served by a master. */
export interface SlotRange {
  readonly from: number
  readonly to: number
  readonly host: string
  readonly port: number
}

/** An answer to `CLUSTER SLOTS`, or undefined where some slot is not served. `askedHost` is who does not name itself. */
export function readSlotRanges(answer: unknown, askedHost: string): readonly SlotRange[] | undefined {
  if (!Array.isArray(answer)) return undefined
  const ranges = answer.map(
    ([from, to, [host, port]]): SlotRange => ({ from, to, host: host || askedHost, port }),
  )
  ranges.sort((one, other) => one.from - other.from)
  let next = 0
  for (const { from, to } of ranges) {
    if (from !== next) return undefined
    next = to + 1
  }
  return next === SLOTS ? ranges : undefined
}

/** `name`, or the first of `name_{0}`, `name_{1}`, … that is in one of these ranges: a name that this master has. */
export function nameWithin(name: string, ranges: readonly SlotRange[]): string {
  const isHere = (key: string) => {
    const slot = hashSlotOf(key)
    return ranges.some(({ from, to }) => from <= slot && slot <= to)
  }
  if (isHere(name)) return name
  for (let number = 0; ; number++) if (isHere(`${name}_{${number}}`)) return `${name}_{${number}}`
}
