import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Connection } from '../sqlite/connection.ts'
import { migrate } from '../sqlite/migrate.ts'
import { createOptionRows } from '../sqlite/options.ts'
import { Turns, Writer } from '../sqlite/writer.ts'
import { tableNames } from '../tables/schema.ts'
import { beginningWith } from './names.ts'
import type { OptionRows } from './optionRows.ts'
import { rememberRows } from './rememberedRows.ts'

const tables = tableNames('wp_')
let folder: string
let connection: Connection
/** What the database itself has been asked and told. */
let asked: string[]
let rows: OptionRows

/** Tells of each call that reaches the rows. */
function watched(inner: OptionRows): OptionRows {
  const told = <Arguments extends readonly unknown[], Value>(
    name: string,
    call: (...given: Arguments) => Promise<Value>,
  ) => {
    return (...given: Arguments) => {
      asked.push(`${name} ${JSON.stringify(given)}`)
      return call(...given)
    }
  }
  return {
    find: told('find', inner.find),
    list: told('list', inner.list),
    hold: told('hold', inner.hold),
    write: told('write', inner.write),
    remove: told('remove', inner.remove),
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appointease-'))
  connection = await Connection.open(join(folder, 'a.db'), 'normal')
  await migrate(new Writer(connection, new Turns()), tables)
  rows = createOptionRows(connection, tables)
  asked = []
})
afterEach(async () => {
  connection.close()
  await rm(folder, { recursive: true })
})

const row = (name: string, value = 'old') => ({ name, value })

it('asks for no row twice, also not for one that is not there', async () => {
  await rows.write([row('a')])
  const remembered = rememberRows(watched(rows))
  expect(await remembered.find(['a', 'b'])).toEqual(new Map([['a', 'old']]))
  expect(await remembered.find(['b', 'a'])).toEqual(new Map([['a', 'old']]))
  expect(asked).toEqual(['find [["a","b"]]'])
})

it('takes what lies in a range that was listed for known', async () => {
  await rows.write([row('lock_1'), row('lock_2'), row('other')])
  const remembered = rememberRows(watched(rows))
  expect(await remembered.list(beginningWith('lock_'))).toEqual([row('lock_1'), row('lock_2')])
  expect(await remembered.list(beginningWith('lock_2'))).toEqual([row('lock_2')])
  expect(await remembered.find(['lock_1', 'lock_3'])).toEqual(new Map([['lock_1', 'old']]))
  expect(asked).toHaveLength(1)
})

it('asks only for the ranges that are new', async () => {
  await rows.write([row('lock_1'), row('seat_1')])
  const remembered = rememberRows(watched(rows))
  await remembered.list(beginningWith('lock_'))
  expect(await remembered.list(beginningWith('lock_'), beginningWith('seat_'))).toEqual([
    row('lock_1'),
    row('seat_1'),
  ])
  expect(asked.at(-1)).toBe(`list [${JSON.stringify(beginningWith('seat_'))}]`)
})

it('shows what was written and removed since, by name and in ranges', async () => {
  await rows.write([row('lock_1'), row('lock_2')])
  const remembered = rememberRows(watched(rows))
  await remembered.list(beginningWith('lock_'))
  await remembered.write([row('lock_2', 'new'), row('lock_3', 'new')])
  await remembered.remove(['lock_1'])
  expect(await remembered.list(beginningWith('lock_'))).toEqual([row('lock_2', 'new'), row('lock_3', 'new')])
  expect(await remembered.find(['lock_1', 'lock_3'])).toEqual(new Map([['lock_3', 'new']]))
  expect(await rows.list(beginningWith('lock_'))).toEqual([row('lock_2', 'new'), row('lock_3', 'new')])
})

it('removes what it does not know, and not what it knows not to be there', async () => {
  await rows.write([row('a')])
  const remembered = rememberRows(watched(rows))
  await remembered.find(['b'])
  await remembered.remove(['a', 'b'])
  expect(asked.at(-1)).toBe('remove [["a"]]')
  expect(await rows.find(['a'])).toEqual(new Map())
})

it('begins with what has been seen before', async () => {
  const remembered = rememberRows(watched(rows), {
    questions: { hold: ['held'], find: ['found', 'missing'], list: [beginningWith('lock_')] },
    found: [row('held'), row('found'), row('lock_1')],
  })
  expect(await remembered.hold('held')).toBe('old')
  expect(await remembered.find(['found', 'missing', 'lock_2'])).toEqual(new Map([['found', 'old']]))
  expect(await remembered.list(beginningWith('lock_'))).toEqual([row('lock_1')])
  expect(asked).toEqual([])
})
