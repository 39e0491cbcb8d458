import { describe, expect, it } from 'vitest'
import { readEndpointUrl } from './endpointUrl.ts'
import { isPublicAddress } from './publicAddress.ts'

describe('an address of the public internet', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '128.0.0.1',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
  ])('is %s', (ip) => expect(isPublicAddress(ip)).toBe(true))

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:1.1.1.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::7f00:1',
    '2001:db8::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
  ])('is not %s', (ip) => expect(isPublicAddress(ip)).toBe(false))
})

describe('the address of an endpoint', () => {
  const read = (text: string, allowsPrivate = false) => {
    const outcome = readEndpointUrl(text, { allowsPrivate })
    return outcome.ok ? outcome.value : outcome.refusal
  }

  it.each([
    ['https://hooks.example.com/a?key=1', 'https://hooks.example.com/a?key=1'],
    ['https://HOOKS.example.com:8443#top', 'https://hooks.example.com:8443/'],
    ['https://1.1.1.1/', 'https://1.1.1.1/'],
    ['http://hooks.example.com/', 'not_https'],
    ['ftp://hooks.example.com/', 'no_url'],
    ['hooks.example.com', 'no_url'],
    ['https://user:secret@hooks.example.com/', 'credentials'],
    ['https://127.0.0.1/', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['https://0x7f.1/', 'private_address'],
    ['https://0177.0.0.1/', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://[::ffff:10.0.0.1]/', 'private_address'],
    ['https://169.254.169.254/latest/', 'private_address'],
    [`https://hooks.example.com/${'x'.repeat(2000)}`, 'too_long'],
  ])('%s is read as %s', (text, read_) => expect(read(text)).toBe(read_))

  it.each(['http://127.0.0.1:8000/', 'http://localhost/', 'https://[fd00::1]/', 'https://10.0.0.1/'])(
    'may be %s where the owner allows it',
    (text) => expect(read(text, true)).toBe(text),
  )
})
