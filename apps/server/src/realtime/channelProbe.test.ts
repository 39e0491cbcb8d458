import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hashSlotOf } from '../adapters/redis/hashSlots.ts'
import { channelOf } from '../adapters/redis/keys.ts'
import type { SlotChange } from '../ports/slotEvents.ts'
import { type ChannelProbe, createChannelProbe } from './channelProbe.ts'

const TICK_MILLISECONDS = 200
const SLOTS = 16_384

let now: number
let probe: ChannelProbe
/** Which of a cluster's servers loses what is published through it. */
let deaf: number | undefined
let servers: number

beforeEach(() => {
  now = 1_000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  probe = createChannelProbe()
  deaf = undefined
  servers = 3
})
afterEach(() => vi.restoreAllMocks())

const serverOf = ({ date, employeeId }: SlotChange) =>
  Math.floor(hashSlotOf(channelOf(date, employeeId)) / (SLOTS / servers))

const cluster = {
  isSpread: true,
  publish(change: SlotChange) {
    if (serverOf(change) !== deaf) probe.takes(change)
  },
}

/** Milliseconds until what `isHeard` says has changed. */
function passUntil(isHeard: boolean): number {
  const since = now
  while (probe.isHeard() !== isHeard && now - since < 60_000) {
    now += TICK_MILLISECONDS
    probe.tick(cluster)
  }
  return now - since
}

describe('whoever listens to a cluster', () => {
  it('knows within a second and a half which of sixteen servers loses its word, whenever it begins to', () => {
    for (servers of [1, 3, 6, 16]) {
      for (let server = 0; server < servers; server++) {
        for (let phase = 0; phase < 3; phase++) {
          probe = createChannelProbe()
          passUntil(true)
          for (let tick = 0; tick < phase; tick++) {
            now += TICK_MILLISECONDS
            probe.tick(cluster)
          }
          deaf = server
          expect(passUntil(false)).toBeLessThanOrEqual(1_500)
          deaf = undefined
          expect(passUntil(true)).toBeLessThanOrEqual(1_000)
        }
      }
    }
  })
})

it('hears nothing while it is stopped, also where all that it said before came back', () => {
  passUntil(true)
  now += 60_000
  expect(probe.isHeard()).toBe(false)
  probe.tick(cluster)
  expect(probe.isHeard()).toBe(true)
})

it('says one thing at a time where there is one server', () => {
  const said: SlotChange[] = []
  const publish = (change: SlotChange) => void said.push(change)
  for (let tick = 0; tick < 4; tick++) {
    now += TICK_MILLISECONDS
    probe.tick({ isSpread: false, publish })
  }
  expect(new Set(said.map(({ date }) => date)).size).toBe(1)
  expect(said).toHaveLength(2)
})
