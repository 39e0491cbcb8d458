import { type Mariadb, type MariadbDatabase, sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { tablesOfMariadb } from '@appointease/testkit/mariadbTables.ts'
import { buildOriginal, SHAPES, type Shape } from '@appointease/testkit/originalPlugin.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMysqlStorage } from '../index.ts'

let server: Mariadb
let database: MariadbDatabase

beforeEach(async () => {
  server = await sharedMariadb()
  database = await server.createDatabase()
})
afterEach(() => database.drop())

const original = () => buildOriginal(database.url, { shape: SHAPES[0] as Shape, seed: 1, ordinary: 0 })
const opening = () => createMysqlStorage({ url: database.url, tablePrefix: 'wp_' })
const everything = () => tablesOfMariadb(server, database.name)
const change = (sql: string) => server.query(sql.replaceAll('wp_', `\`${database.name}\`.wp_`))

/** The start is refused with these words, and nothing in the database has changed. */
async function expectRefusal(reason: string): Promise<void> {
  const before = await everything()
  await expect(opening()).rejects.toMatchObject({
    name: 'DatabaseUnusable',
    reason: expect.stringContaining(reason),
  })
  expect(await everything()).toEqual(before)
}

async function open(): Promise<void> {
  const { storage } = await opening()
  await storage.close()
}

describe.skipIf(MARIADBD === undefined)('tables of the original', () => {
  it('are left alone where the site’s clock cannot be told, and taken over once it can', async () => {
    await original()
    await change("UPDATE wp_options SET option_value = '' WHERE option_name = 'timezone_string'")
    await change("UPDATE wp_options SET option_value = '10.5' WHERE option_name = 'gmt_offset'")
    await expectRefusal('The time zone of the site')
    await change("UPDATE wp_options SET option_value = '9.5' WHERE option_name = 'gmt_offset'")
    await open()
    expect((await everything()).wp_appointments?.[0]).toMatchObject({ time_zone: 'Australia/Darwin' })
  })

  it('are left alone where WordPress’s options cannot be changed together with them', async () => {
    await original()
    await change('ALTER TABLE wp_options ENGINE = MyISAM')
    await expectRefusal('wp_options cannot take back')
  })

  it('are left alone where such tables were set aside before', async () => {
    await original()
    await change('CREATE TABLE wp_appointease_staff_original (id INT PRIMARY KEY)')
    await expectRefusal('wp_appointease_staff_original')
  })

  it('are not what another product’s table of that name is', async () => {
    await original()
    await change('DROP TABLE wp_appointments')
    await change('CREATE TABLE wp_appointments (id INT PRIMARY KEY, starts DATETIME)')
    await expectRefusal('another product')
  })

  it('that lack the appointments are taken over too', async () => {
    await original()
    await change('DROP TABLE wp_appointments')
    await open()
    const { wp_appointments, wp_appointease_services, wp_appointease_customers } = await everything()
    expect([wp_appointments, wp_appointease_services, wp_appointease_customers]).toEqual([
      [],
      expect.arrayContaining([expect.objectContaining({ name: 'Cut' })]),
      expect.arrayContaining([expect.objectContaining({ name: 'Ada L.' })]),
    ])
  })

  it('that are put beside a business under way are nobody’s', async () => {
    await open()
    const { storage } = await opening()
    const { settings } = await storage.catalog.getCatalog()
    await storage.catalog.saveSettings(settings)
    await storage.close()
    await change('CREATE TABLE wp_appointments_original (id INT PRIMARY KEY, appointment_date DATETIME)')
    await change("INSERT INTO wp_appointments_original VALUES (1, '2026-05-05 10:00:00')")
    const before = await everything()
    await open()
    expect(await everything()).toEqual(before)
  })
})
