import { randomUUID } from 'node:crypto'
import { type Instant, instantOf } from '@appointease/domain'
import type { EpochStore, StorageEpoch } from '../../ports/epochs.ts'
import { listSeatedLocks } from './locks.ts'
import { beginningWith, EPOCH } from './names.ts'
import type { OptionRows } from './optionRows.ts'
import { listAllSelections } from './selections.ts'
import { writeShadowRows } from './shadows.ts'

const PROCESSES = 'appointease_process_'
const DAY = 86_400_000
/** What seems to last longer was said before the database's clock was set back; whoever lives says it again soon. */
const LONGEST_LEASE = 5 * 60_000

/** Before anything was ever switched. */
const BEGINNING: StorageEpoch = {
  number: 0,
  id: '',
  mode: 'database',
  settled: true,
  target: '',
  since: instantOf(0),
}

interface ProcessRow {
  readonly acknowledged: number
  readonly reaches: string
  readonly secret_mark: string
  /** On the database's clock. */
  readonly alive_until: number
}

/** What an engine gives for keeping the epoch among its options. */
export interface EpochGround {
  /** Committed state. */
  readonly rows: OptionRows
  /** One transaction. */
  transact<Value>(work: (rows: OptionRows) => Promise<Value>): Promise<Value>
  /** One transaction that has the option to itself from before its first read until its end; `initial` is its value where it has none. */
  holding<Value>(
    option: { readonly name: string; readonly initial: string },
    work: (rows: OptionRows) => Promise<Value>,
  ): Promise<Value>
  /** The database's clock. */
  now(): Promise<Instant>
}

/** The present epoch; `held`: as it stays until the transaction of these rows has ended. */
export async function readEpoch(rows: OptionRows, held: boolean): Promise<StorageEpoch> {
  const text = held ? await rows.hold(EPOCH) : (await rows.find([EPOCH])).get(EPOCH)
  return text === undefined ? BEGINNING : (JSON.parse(text) as StorageEpoch)
}

/** Two options' worth of state: the epoch in one row, each process in a row of its own. */
export function createEpochStore(ground: EpochGround): EpochStore {
  const { rows } = ground

  const changing = <Value>(work: (rows: OptionRows, present: StorageEpoch) => Promise<Value>) =>
    ground.holding({ name: EPOCH, initial: JSON.stringify(BEGINNING) }, async (own) =>
      work(own, await readEpoch(own, false)),
    )

  async function write(own: OptionRows, epoch: StorageEpoch): Promise<StorageEpoch> {
    await own.write([{ name: EPOCH, value: JSON.stringify(epoch) }])
    return epoch
  }

  async function processes(own: OptionRows): Promise<readonly (readonly [string, ProcessRow])[]> {
    const found = await own.list(beginningWith(PROCESSES))
    return found.map(({ name, value }) => [name, JSON.parse(value) as ProcessRow])
  }

  async function liveProcesses(own: OptionRows): Promise<readonly ProcessRow[]> {
    const all = (await processes(own)).map(([, row]) => row)
    const now = await ground.now()
    return all.filter(({ alive_until }) => now < alive_until && alive_until <= now + LONGEST_LEASE)
  }

  return {
    establish: () =>
      changing(async (own, present) => {
        const dayAgo = (await ground.now()) - DAY
        const gone = (await processes(own)).filter(([, { alive_until }]) => alive_until < dayAgo)
        await own.remove(gone.map(([name]) => name))
        return present
      }),

    read: () => readEpoch(rows, false),

    async report({ id, acknowledged, reaches, secretMark, leaseMilliseconds }) {
      const alive_until = (await ground.now()) + leaseMilliseconds
      const row: ProcessRow = { acknowledged, reaches, secret_mark: secretMark, alive_until }
      await ground.transact((own) => own.write([{ name: PROCESSES + id, value: JSON.stringify(row) }]))
      return readEpoch(rows, false)
    },

    async isCommonSecret(secretMark) {
      return (await liveProcesses(rows)).every(({ secret_mark }) => secret_mark === secretMark)
    },

    async commonReach() {
      const [first, ...others] = await liveProcesses(rows)
      return others.every(({ reaches }) => reaches === first?.reaches) ? first?.reaches : undefined
    },

    leaveRedis: (from) =>
      changing(async (own, present) => {
        if (present.number !== from || present.mode !== 'redis') return present
        const since = await ground.now()
        return write(own, {
          number: from + 1,
          id: randomUUID(),
          mode: 'database',
          settled: false,
          target: '',
          since,
        })
      }),

    settle: (number) =>
      changing(async (own, present) => {
        if (present.number !== number || present.settled) return present
        const isBehind = ({ acknowledged }: ProcessRow) => acknowledged < number
        if ((await liveProcesses(own)).some(isBehind)) return present
        return write(own, { ...present, settled: true })
      }),

    enterRedis: (from, { id, target, restMilliseconds }, copy) =>
      changing(async (own, present) => {
        if (present.number !== from || present.mode !== 'database' || !present.settled) return present
        if (from > 0 && (await ground.now()) - present.since < restMilliseconds) return present
        await copy({ locks: await listSeatedLocks(own), selections: await listAllSelections(own) })
        const since = await ground.now()
        return write(own, { number: from + 1, id, mode: 'redis', settled: true, target, since })
      }),

    writeShadows: (number, shadows) =>
      changing(async (own, present) => {
        const isSettling = present.number === number + 1 && !present.settled
        if (present.number !== number && !isSettling) return false
        await writeShadowRows(own, shadows)
        return true
      }),

    forget: (processId) => ground.transact((own) => own.remove([PROCESSES + processId])),
  }
}
