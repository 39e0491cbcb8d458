import { describe, expect, it } from 'vitest'
import { fillPath, restUrl } from './restUrl.ts'

const PATH = '/appointease/v1/staff'

describe('the address of a route', () => {
  it.each([
    ['https://site.test/wp-json/', 'https://site.test/wp-json/appointease/v1/staff?service_id=1'],
    ['https://site.test/blog/wp-json', 'https://site.test/blog/wp-json/appointease/v1/staff?service_id=1'],
    ['/wp-json/', '/wp-json/appointease/v1/staff?service_id=1'],
    [
      'https://site.test/wp-json/?lang=de',
      'https://site.test/wp-json/appointease/v1/staff?lang=de&service_id=1',
    ],
    ['https://site.test/?rest_route=/', 'https://site.test/?rest_route=/appointease/v1/staff&service_id=1'],
    ['https://site.test/?rest_route=', 'https://site.test/?rest_route=/appointease/v1/staff&service_id=1'],
    ['/index.php?rest_route=%2F', '/index.php?rest_route=/appointease/v1/staff&service_id=1'],
    ['/?lang=de&rest_route=/', '/?lang=de&rest_route=/appointease/v1/staff&service_id=1'],
    ['/?rest_route=/&lang=de', '/?rest_route=/appointease/v1/staff&lang=de&service_id=1'],
  ])('below %s is %s', (base, url) => {
    expect(restUrl(base, PATH, { service_id: 1 })).toBe(url)
  })

  it('leaves out what is not given, and keeps what is empty', () => {
    expect(restUrl('/wp-json/', PATH, { a: undefined, b: null })).toBe('/wp-json/appointease/v1/staff')
    expect(restUrl('/wp-json/', PATH, { since: '', q: 'a b&c' })).toBe(
      '/wp-json/appointease/v1/staff?since=&q=a+b%26c',
    )
  })

  it('escapes what goes into the path', () => {
    expect(fillPath('/check-customer/{email}', { email: 'a/b+c@d?e#' })).toBe(
      '/check-customer/a%2Fb%2Bc%40d%3Fe%23',
    )
  })

  it('puts a dollar sign into the path as it is', () => {
    expect(restUrl('/?rest_route=/', "/x/$&$1$'", {})).toBe("/?rest_route=/x/$&$1$'")
  })
})
