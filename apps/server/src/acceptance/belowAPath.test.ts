import { MONDAY } from '@appointease/testkit/builders.ts'
import { signInAs } from '@appointease/testkit/customer.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ clock: fixedClock(MONDAY), publicUrl: 'https://site.example/book/' })
})
afterAll(() => server.stop())

describe('a site below a path', () => {
  it('says where a booking is, as customers reach it', async () => {
    const ada = await signInAs(server, 'ada@example.com')
    const { headers, body } = await ada.book('10:00')
    expect(headers.get('location')).toBe(`/book/wp-json/appointease/v1/appointments/${body.strong_id}`)
  })

  it.each(['/nowhere', '/metrics', '/'])('links nothing outside of it from %s', async (path) => {
    const headers = { accept: 'text/html', 'x-forwarded-for': '203.0.113.7' }
    const { text } = await server.send('GET', `/${path}`, undefined, headers)
    const links = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link)
    expect(links).toContain('/book/favicon.svg')
    expect(links.filter((link) => !link?.startsWith('/book/'))).toEqual([])
  })

  it('has the icon of its API page beside the page', async () => {
    const { text } = await server.send('GET', '//docs')
    expect(text).toContain('href="favicon.svg"')
  })
})
