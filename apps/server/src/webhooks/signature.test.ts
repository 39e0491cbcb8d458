import { createHmac, timingSafeEqual } from 'node:crypto'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { expect, it } from 'vitest'
import { signatureOf } from './signature.ts'

/** As a receiver would write it, from the documentation alone. */
function isGenuine(header: string, body: string, secret: string, nowSeconds: number): boolean {
  const parts = Object.fromEntries(header.split(',').map((part) => part.split('=') as [string, string]))
  const wanted = createHmac('sha256', secret).update(`${parts.t}.${body}`).digest()
  const given = Buffer.from(parts.v1 ?? '', 'hex')
  const isFresh = Math.abs(nowSeconds - Number(parts.t)) <= 300
  return isFresh && given.length === wanted.length && timingSafeEqual(given, wanted)
}

it('signs the body and the moment, so that neither can be another', () => {
  const seconds = MONDAY / 1000
  const header = signatureOf('{"a":"ü"}', 'whsec_1', MONDAY)
  expect(header).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/)
  expect(isGenuine(header, '{"a":"ü"}', 'whsec_1', seconds)).toBe(true)
  expect(isGenuine(header, '{"a":"u"}', 'whsec_1', seconds)).toBe(false)
  expect(isGenuine(header, '{"a":"ü"}', 'whsec_2', seconds)).toBe(false)
  expect(isGenuine(header.replace(/t=\d+/, `t=${seconds + 1}`), '{"a":"ü"}', 'whsec_1', seconds)).toBe(false)
  expect(isGenuine(header, '{"a":"ü"}', 'whsec_1', seconds + 301)).toBe(false)
})
