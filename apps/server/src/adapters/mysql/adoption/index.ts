import { parseAddress } from '../address.ts'
import { Connection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { mysqlTableNames } from '../schema.ts'
import { refuseUnfitServer, whileOpening } from '../usable.ts'
import { findReport, planAdoption } from './adopt.ts'
import type { AdoptionReport } from './report.ts'
import type { AdoptionWish } from './site.ts'

const CONNECT_MILLISECONDS = 10_000

/** Taking over the original plugin's tables, as the command line does it. */
export interface Adoption {
  /** What it would say; undefined where there is nothing to take over. Changes nothing. */
  plan(): Promise<AdoptionReport | undefined>
  /** What was taken over before. Changes nothing. */
  findReport(): Promise<AdoptionReport | undefined>
  /** Takes over what there is, and brings the tables up to date. */
  adopt(): Promise<AdoptionReport | undefined>
  close(): Promise<void>
}

/** Throws DatabaseUnusable and StorageUnavailable. */
export async function openAdoption(options: {
  readonly url: string
  readonly tablePrefix: string
  readonly wish: AdoptionWish
}): Promise<Adoption> {
  const tables = mysqlTableNames(options.tablePrefix)
  const { wish } = options
  let connection: Connection | undefined
  try {
    const giveUpAt = performance.now() + CONNECT_MILLISECONDS
    const opened = await Connection.open(parseAddress(options.url), giveUpAt, { autocommit: true })
    connection = opened
    await refuseUnfitServer(opened)
    return {
      plan: () => planAdoption(opened, tables, wish),
      findReport: () => findReport(opened, tables),
      adopt: () => migrate(opened, tables, wish),
      close: async () => opened.close(),
    }
  } catch (error) {
    connection?.close()
    throw whileOpening(error)
  }
}
