import { expect, it } from 'vitest'
import { Channel } from './channel.ts'

it('looks for somebody to hear once for all who listen, and not once for each', () => {
  let looks = 0
  const channel = new Channel(() => void looks++, 250)
  const ends = Array.from({ length: 10 }, () => channel.subscribe(() => {}))
  expect(looks).toBe(1)
  for (const end of ends) end()
  channel.close()
})
