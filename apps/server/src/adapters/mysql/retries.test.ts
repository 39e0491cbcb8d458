import { expect, it } from 'vitest'
import { batched } from './batched.ts'
import { Overtaken } from './faults.ts'
import { againstOvertaking } from './retries.ts'

const later = () => performance.now() + 60_000

it('tries four times in all where others come in between', async () => {
  let attempts = 0
  const work = againstOvertaking(later(), async () => {
    attempts += 1
    throw new Overtaken('Another change came in between.')
  })
  await expect(work).rejects.toMatchObject({ name: 'StorageUnavailable' })
  expect(attempts).toBe(4)
})

it('tries again nothing else, and nothing once patience is at its end', async () => {
  let attempts = 0
  const once = (giveUpAt: number, fault: Error) =>
    againstOvertaking(giveUpAt, async () => {
      attempts += 1
      throw fault
    })
  await expect(once(later(), new Error('broken'))).rejects.toThrow('broken')
  await expect(once(performance.now(), new Overtaken('late'))).rejects.toThrow('late')
  expect(attempts).toBe(2)
})

it('answers all who ask during a reading by one further reading, begun after they asked', async () => {
  let present = 0
  const readings: (() => void)[] = []
  const ask = batched(
    () =>
      new Promise<number>((resolve) => {
        const seen = present
        readings.push(() => resolve(seen))
      }),
  )
  const first = ask()
  present = 1
  const others = [ask(), ask(), ask()]
  readings[0]?.()
  expect(await first).toBe(0)
  await new Promise(setImmediate)
  expect(readings).toHaveLength(2)
  readings[1]?.()
  expect(await Promise.all(others)).toEqual([1, 1, 1])
  const last = ask()
  readings[2]?.()
  expect(await last).toBe(1)
})

it('passes a reading’s fault on to those who waited for it, and reads again for the next', async () => {
  let readings = 0
  const ask = batched(async () => {
    readings += 1
    if (readings < 3) throw new Error(`broken ${readings}`)
    return readings
  })
  const asked = [ask(), ask(), ask()].map((answer) => answer.catch((error: Error) => error.message))
  expect(await Promise.all(asked)).toEqual(['broken 1', 'broken 2', 'broken 2'])
  expect(await ask()).toBe(3)
})
