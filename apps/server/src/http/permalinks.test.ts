import { describe, expect, it } from 'vitest'
import { isApiAddress, rewritePlainPermalink } from './permalinks.ts'

describe('rewritePlainPermalink', () => {
  it.each([
    ['/?rest_route=/appointease/v1/services', '/wp-json/appointease/v1/services'],
    ['/?rest_route=%2Fappointease%2Fv1%2Fservices%2F', '/wp-json/appointease/v1/services/'],
    [
      '/index.php?page=2&rest_route=/appointease/v1/staff&per_page=5',
      '/wp-json/appointease/v1/staff?page=2&per_page=5',
    ],
    ['/?rest_route=/', '/wp-json/'],
    ['/?rest_route=', '/wp-json/'],
    ['/?rest_route=appointease/v1/health', '/wp-json/appointease/v1/health'],
    ['/?rest_route=/a&rest_route=/b', '/wp-json/b'],
  ])('reads %s as %s', (url, meant) => {
    expect(rewritePlainPermalink(url)).toBe(meant)
  })

  it('decodes the value once, so that what stands in it stays in the path', () => {
    const url = '/?rest_route=/appointease/v1/check-customer/a%2Bb%40c.example%3Fx'
    expect(rewritePlainPermalink(url)).toBe('/wp-json/appointease/v1/check-customer/a%2Bb@c.example%3Fx')
  })

  it.each([
    '/',
    '/?page=2',
    '/manage?rest_route=/x',
    '/wp-json/appointease/v1/services?rest_route=/x',
    '/?xrest_route=/a',
  ])('leaves %s as it is', (url) => {
    expect(rewritePlainPermalink(url)).toBe(url)
  })
})

describe('isApiAddress', () => {
  it('is true below /wp-json and /wp-admin only', () => {
    expect(['/wp-json', '/wp-json/x', '/wp-admin/admin-ajax.php', '/wp-json?x'].every(isApiAddress)).toBe(
      true,
    )
    expect(['/', '/docs', '/wp-jsonx'].some(isApiAddress)).toBe(false)
  })
})
