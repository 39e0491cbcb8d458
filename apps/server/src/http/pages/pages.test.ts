import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../../ports/storage.ts'

const SCRIPT = 'console.log("main")'
let built: string
let house: OpenHouse
beforeEach(async () => {
  built = await mkdtemp(join(tmpdir(), 'appointease-built-'))
  house = await openHouse({
    config: { assetsDirectory: built },
    settings: { businessName: `O'Neill & <Söhne> "Ltd"`, locale: 'ar-EG' },
  })
})
afterEach(async () => {
  await house.close()
  await rm(built, { recursive: true })
})

async function build(name: string) {
  await mkdir(join(built, 'assets'), { recursive: true })
  await writeFile(join(built, `assets/main.${name}.js`), SCRIPT)
  await writeFile(join(built, `assets/main.${name}.js.br`), brotliCompressSync(SCRIPT))
  await writeFile(join(built, `assets/main.${name}.js.gz`), gzipSync(SCRIPT))
  const words = { ar: 'assets/words-ar.aaa.js', de: 'assets/words-de.aaa.js', fr: '../fr.js' }
  const manifest = { scripts: [`assets/main.${name}.js`], styles: [`assets/main.${name}.css`], words }
  await writeFile(join(built, 'manifest.json'), JSON.stringify(manifest))
}
const get = (url: string, headers = {}) => house.app.inject({ url, headers })

/** What a browser makes of an attribute's text. */
const readAttribute = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

describe('pages', () => {
  it('say what to do while the app is not built, and find it as soon as it is', async () => {
    const early = await get('/')
    expect(early.statusCode).toBe(503)
    expect(early.body).toContain('npm run build')
    await build('aaa')
    const page = await get('/')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('<script src="/assets/main.aaa.js" defer></script>')
    expect(page.body).toContain('<link rel="stylesheet" href="/assets/main.aaa.css">')
    expect((await get('/assets/main.aaa.js')).body).toBe(SCRIPT)
  })

  it('follow a new build', async () => {
    await build('aaa')
    await get('/')
    await build('bbbb')
    expect((await get('/')).body).toContain('main.bbbb.js')
  })

  it('take a manifest that is half written for none', async () => {
    await writeFile(join(built, 'manifest.json'), '{"scripts":["assets/ma')
    expect((await get('/')).statusCode).toBe(503)
  })

  it('link nothing but built files', async () => {
    const scripts = ['assets/main.js', 'https://evil.example/x.js', '../secret.js', 'assets/"><script>.js', 7]
    await writeFile(join(built, 'manifest.json'), JSON.stringify({ scripts }))
    expect((await get('/')).body.match(/<script/g)).toHaveLength(1)
  })

  it.each([
    ['/', 'book'],
    ['/manage', 'manage'],
    ['/manage/', 'manage'],
  ])('%s carries the app as %s, with where to ask', async (url, view) => {
    await build('aaa')
    const { body, headers } = await get(url)
    expect(body).toContain(`<div id="appointease-booking" data-view="${view}" data-config="`)
    const config = JSON.parse(readAttribute(/data-config="([^"]*)"/.exec(body)?.[1] ?? ''))
    expect(config).toMatchObject({
      restUrl: '/wp-json/appointease/v1/',
      heartbeatUrl: '/wp-admin/admin-ajax.php',
      locale: 'ar-EG',
    })
    expect(headers['cache-control']).toBe('no-cache')
  })

  it('bring along what the app would ask first, word for word', async () => {
    await build('aaa')
    const ask = async (route: string) => (await get(`/wp-json/appointease/v1/${route}`)).json()
    const { body } = await get('/')
    const brought = JSON.parse(readAttribute(/data-catalog="([^"]*)"/.exec(body)?.[1] ?? ''))
    expect(brought).toEqual({
      settings: await ask('settings'),
      services: await ask('services?per_page=100'),
      staff: await ask('staff?per_page=100'),
    })
    expect(brought.services).not.toHaveLength(0)
    expect(brought.staff).not.toHaveLength(0)
  })

  it('speak the language of the business, in its direction, and let nothing in its name act', async () => {
    await build('aaa')
    const { body } = await get('/')
    expect(body).toContain('<html lang="ar-EG" dir="rtl">')
    expect(body).toContain('<title>حجز موعد · O&#39;Neill &amp; &lt;Söhne&gt; &quot;Ltd&quot;</title>')
    expect(body).not.toMatch(/<script(?! src=")|style=|\son\w+=/)
    expect(body).toContain('<noscript>')
  })

  const german = { 'accept-language': 'nl, de-AT;q=0.9, en;q=0.8' }
  it.each([
    ['the visitor’s language', '/', german, 'de-AT', 'ltr', 'words-de'],
    ['the language of the address', '/manage?lang=de', { 'accept-language': 'en' }, 'de', 'ltr', 'words-de'],
    ['the address’s, with the visitor’s region', '/?lang=de', german, 'de-AT', 'ltr', 'words-de'],
    [
      'the business’s where it knows no better',
      '/?lang=tlh',
      { 'accept-language': 'nl' },
      'ar-EG',
      'rtl',
      'words-ar',
    ],
    [
      'English without a file of words',
      '/',
      { 'accept-language': 'en-GB,ar;q=0.5' },
      'en-GB',
      'ltr',
      undefined,
    ],
    ['no language whose file is none', '/?lang=fr', { 'accept-language': 'en' }, 'en', 'ltr', undefined],
    [
      'nothing that is no language',
      '/?lang=%22%3E%3Cscript%3E',
      { 'accept-language': 'de' },
      'de',
      'ltr',
      'words-de',
    ],
    ['one of two languages', '/?lang=ar&lang=de', { 'accept-language': 'en' }, 'en', 'ltr', undefined],
  ])('speak %s', async (_what, url, headers, lang, dir, words) => {
    await build('aaa')
    const { body, headers: sent } = await get(url, headers)
    expect(body).toContain(`<html lang="${lang}" dir="${dir}">`)
    const scripts = [...body.matchAll(/<script src="\/assets\/([^."]+)/g)].map(([, name]) => name)
    expect(scripts).toEqual(words === undefined ? ['main'] : [words, 'main'])
    expect(String(sent.vary).toLowerCase().split(/, */)).toContain('accept-language')
    expect(body).toContain(`&quot;locale&quot;:&quot;${lang}&quot;`)
  })

  it('pass a language on that was asked for by the address', async () => {
    await build('aaa')
    const { body } = await get('/?lang=de')
    expect(body).toContain('/manage?lang=de&quot;')
    expect((await get('/', { 'accept-language': 'de' })).body).not.toContain('lang=de&quot;')
  })

  it('keep to where the site begins', async () => {
    await build('aaa')
    const below = await openHouse({
      config: { assetsDirectory: built, publicUrl: new URL('https://example.com/booking/') },
    })
    const { body } = await below.app.inject({ url: '/' })
    await below.close()
    expect(body).toContain('src="/booking/assets/main.aaa.js"')
    expect(readAttribute(body)).toContain('"restUrl":"/booking/wp-json/appointease/v1/"')
  })

  it('are a page in plain words when the database is away', async () => {
    await build('aaa')
    const down = () => Promise.reject(new StorageUnavailable('canary'))
    const without = await openHouse({
      config: { assetsDirectory: built },
      withStorage: (storage) => ({ ...storage, catalog: { ...storage.catalog, getCatalog: down } }),
    })
    const reply = await without.app.inject({ url: '/', headers: { accept: 'text/html' } })
    await without.close()
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8'])
    expect(reply.headers['retry-after']).toBeDefined()
    expect(reply.body).toContain('<h1>')
    expect(reply.body).not.toContain('canary')
  })
})

describe('built files', () => {
  it('are kept for ever, and sent compressed where the browser can', async () => {
    await build('aaa')
    const plain = await get('/assets/main.aaa.js')
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(plain.headers.etag).toBeDefined()
    for (const [accepted, sent] of [
      ['gzip', 'gzip'],
      ['gzip, deflate, br', 'br'],
    ]) {
      const reply = await get('/assets/main.aaa.js', { 'accept-encoding': accepted })
      expect(reply.headers['content-encoding']).toBe(sent)
      expect(reply.headers['content-type']).toContain('javascript')
      expect(reply.headers.vary?.toString().toLowerCase()).toContain('accept-encoding')
    }
  })

  it.each([
    '/assets/',
    '/assets/none.js',
    '/assets/../manifest.json',
    '/assets/..%2fmanifest.json',
    '/assets/%2e%2e/manifest.json',
    '/assets/.hidden',
  ])('%s shows nothing', async (url) => {
    await build('aaa')
    await writeFile(join(built, 'assets/.hidden'), 'canary')
    const reply = await get(url)
    expect([403, 404]).toContain(reply.statusCode)
    expect(reply.body).not.toMatch(/canary|scripts/)
    expect(String(reply.headers['cache-control'])).not.toContain('immutable')
  })

  it.each([
    { range: 'bytes=99999999-' },
    { 'if-match': '"another"' },
    { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  ])('are sent whole, whatever condition is made: %j', async (headers) => {
    await build('aaa')
    expect((await get('/assets/main.aaa.js', headers)).statusCode).toBe(200)
  })

  it('include an icon', async () => {
    for (const url of ['/favicon.svg', '/favicon.ico']) {
      expect((await get(url)).headers['content-type']).toContain('image/svg+xml')
    }
  })
})
