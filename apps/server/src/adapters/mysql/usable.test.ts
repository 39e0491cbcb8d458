import { expect, it } from 'vitest'
import { parseAddress } from './address.ts'
import { translateFault } from './faults.ts'
import { unfitVersion, whileOpening } from './usable.ts'

it.each([
  '5.7.0',
  '5.7.44-log',
  '5.7.mysql_aurora.2.11.2',
  '8.0.36',
  '8.4.2-commercial',
  '9.1.0',
  '10.6.0-MariaDB',
  '10.11.19-MariaDB-0+deb12u1',
  '11.4.2-MariaDB-ubu2404',
  '12.0.2-MariaDB',
])('takes a server that says it is %s', (version) => {
  expect(unfitVersion(version)).toBeUndefined()
})

it.each([
  ['5.6.51', 'MySQL 5.6'],
  ['5.5.5-10.1.48-MariaDB', 'MariaDB 5.5'],
  ['10.5.29-MariaDB', 'MariaDB 10.5'],
  ['something', 'MySQL 0.0'],
])('takes no server that says it is %s', (version, name) => {
  expect(unfitVersion(version)).toContain(name)
})

it('says that a server wants encryption, where it says so itself', () => {
  const refusal = Object.assign(new Error(), { errno: 3159, code: 'ER_SECURE_TRANSPORT_REQUIRED' })
  expect(whileOpening(translateFault(refusal, 'CONNECT'))).toMatchObject({
    name: 'DatabaseUnusable',
    example: expect.stringContaining('tls=required'),
  })
})

it('reads an address, each part decoded', () => {
  expect(parseAddress('mysql://b%40d:p%3Ass%2F@db.example:3307/my%20shop')).toEqual({
    host: 'db.example',
    port: 3307,
    user: 'b@d',
    password: 'p:ss/',
    database: 'my shop',
  })
  expect(parseAddress('mysql://u@[::1]/shop')).toMatchObject({ host: '::1', port: 3306, password: '' })
})

it.each([
  'postgres://u:secret@h/db',
  'mysql://u:secret@h',
  'mysql://u:secret@h/',
  'mysql://:secret@h/db',
  'mysql://u:secret%@h/db',
  'mysql://u:secret@h/db?multipleStatements=true',
  'secret',
])('takes no address such as %s, and does not repeat it', (url) => {
  const parse = () => parseAddress(url)
  expect(parse).toThrow(expect.objectContaining({ name: 'DatabaseUnusable' }))
  expect(parse).not.toThrow('secret')
})
