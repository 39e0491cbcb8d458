import { describe, expect, it } from 'vitest'
import { routableAddress } from './requestTarget.ts'

describe('what a request asks for', () => {
  it.each([
    ['/wp-json/appointease/v1/services?page=2', '/wp-json/appointease/v1/services?page=2'],
    ['http://evil.example/docs?a=1', '/docs?a=1'],
    ['HTTPS://evil.example:8443', '/'],
    ['http://evil.example?rest_route=/appointease/v1/staff', '/wp-json/appointease/v1/staff'],
    ['*', '/*'],
    ['/wp-json/x?name=%zz', '/wp-json/x?name=%zz'],
    ['/wp-json/%zz', '/wp-json/undecodable'],
    ['/%E0%A4%A', '/undecodable'],
  ])('%s is found as %s', (target, address) => {
    expect(routableAddress(target)).toBe(address)
  })
})
