import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Connection } from './connection.ts'
import { createUnchangedReads } from './unchangedReads.ts'

let folder: string
let writer: Connection
let reader: Connection
let reads: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unchanged-'))
  const path = join(folder, 'test.db')
  writer = await Connection.open(path, 'normal')
  writer.exec('CREATE TABLE things (id INTEGER)')
  reader = await Connection.open(path, 'reader')
  reads = 0
})
afterEach(async () => {
  reader.close()
  writer.close()
  await rm(folder, { recursive: true })
})

function counter() {
  const unlessChanged = createUnchangedReads(reader)
  return (key: string) =>
    unlessChanged(key, () => {
      reads += 1
      return Number(reader.tuples('SELECT COUNT(*) FROM things', [])[0]?.[0])
    })
}

it('reads once as long as nobody has committed, and what is there after somebody has', () => {
  const count = counter()
  expect([count('all'), count('all'), reads]).toEqual([0, 0, 1])
  writer.exec('INSERT INTO things VALUES (1)')
  expect([count('all'), count('all'), reads]).toEqual([1, 1, 2])
})

it('shows nothing of what is not committed', () => {
  const count = counter()
  writer.exec('BEGIN IMMEDIATE; INSERT INTO things VALUES (1)')
  expect(count('all')).toBe(0)
  writer.exec('COMMIT')
  expect(count('all')).toBe(1)
})

it('keeps so many answers and no more', () => {
  const count = counter()
  for (let key = 0; key < 20; key += 1) count(String(key))
  count('0')
  expect(reads).toBe(21)
})
