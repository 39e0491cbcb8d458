import { describe, expect, it } from 'vitest'
import { callerNetwork, isLoopback } from './networkAddress.ts'

describe('callerNetwork', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('takes %s for %s', (ip, network) => {
    expect(callerNetwork(ip)).toBe(network)
  })
})

describe('isLoopback', () => {
  it('knows this machine by any of its names', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true)
    expect(['10.0.0.1', '::2', '', '128.0.0.1'].some(isLoopback)).toBe(false)
  })
})
