import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { tableNames } from '../tables/schema.ts'
import { Connection } from './connection.ts'
import { migrate } from './migrate.ts'
import { Turns, Writer } from './writer.ts'

const tables = tableNames('wp_')
let folder: string
let opened: Connection[]

async function openWriter(): Promise<Writer> {
  const connection = await Connection.open(join(folder, 'a.db'), 'normal')
  opened.push(connection)
  return new Writer(connection, new Turns())
}

const names = ({ connection }: Writer) =>
  connection.tuples('SELECT name FROM wp_appointease_migrations ORDER BY name', []).map(([name]) => name)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appointease-'))
  opened = []
})
afterEach(async () => {
  for (const connection of opened) connection.close()
  await rm(folder, { recursive: true })
})

it('takes each step once, in order, and none again', async () => {
  const writer = await openWriter()
  await migrate(writer, tables)
  const taken = names(writer)
  expect(taken[0]).toBe('0001-options')
  await migrate(writer, tables)
  expect(names(writer)).toEqual(taken)
})

it('lets several connections start on one empty file at once', async () => {
  const writers = await Promise.all(Array.from({ length: 4 }, openWriter))
  await Promise.all(writers.map((writer) => migrate(writer, tables)))
  expect(writers.map((writer) => names(writer).length)).toEqual([14, 14, 14, 14])
})

it('takes a step that fails not at all, and goes on there the next time', async () => {
  const writer = await openWriter()
  writer.connection.exec('CREATE TABLE wp_appointease_history (other TEXT)')
  await expect(migrate(writer, tables)).rejects.toThrow('already exists')
  expect(names(writer)).toEqual(['0001-options', '0002-catalog'])
  expect(
    writer.connection.tuples("SELECT name FROM sqlite_master WHERE name = 'wp_appointments'", []),
  ).toEqual([])
  writer.connection.exec('DROP TABLE wp_appointease_history')
  await migrate(writer, tables)
  expect(names(writer)).toHaveLength(14)
})
