import { redisServersAt } from '@appointease/testkit/redisUnderTest.ts'
import { expect, it } from 'vitest'
import { warningsOfAddress } from './addressWarnings.ts'

const IN_CLEAR = [expect.stringContaining('in clear')]
const UNVERIFIED = [expect.stringContaining('tls_verify=off')]

it.each([
  ['redis://:canary@cache.internal', IN_CLEAR],
  ['redis://:canary@127.example.com', IN_CLEAR],
  ['redis://:canary@10.0.0.5:6380/1', IN_CLEAR],
  ['redis://:canary@127.0.0.1:7000,redis://:canary@10.0.0.5:7001', IN_CLEAR],
  ['redis+sentinel://10.0.0.5/main?sentinel_password=canary', IN_CLEAR],
  ['rediss://:canary@cache.internal?tls_verify=off', UNVERIFIED],
  ['rediss://127.0.0.1?tls_verify=off', UNVERIFIED],
  ['redis://cache.internal', []],
  ['redis://:canary@localhost', []],
  ['redis://:canary@127.0.0.2', []],
  ['redis://:canary@[::1]', []],
  ['rediss://:canary@cache.internal', []],
])('%s is warned of where others could read the password', (url, expected) => {
  const warnings = warningsOfAddress(redisServersAt(url))
  expect(warnings).toEqual(expected)
  expect(warnings.join()).not.toContain('canary')
})
