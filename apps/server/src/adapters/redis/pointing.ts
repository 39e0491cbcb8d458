import type { ActiveSelection } from '../../ports/ephemeral.ts'
import type { QuickStore } from '../../ports/quickStore.ts'
import type { Keys } from './keys.ts'
import { clusterScripts, countEventScript, evaluate, singleScripts } from './scripts.ts'
import type { Servers } from './servers.ts'
import { listSelected, type Place, pointerTo, readPointer } from './storedSelection.ts'
import type { Tally } from './tally.ts'

type Pointing = QuickStore['pointing']

const partsOf = ({ date, employeeId, time }: Place) => [date, employeeId, time] as const

/** Pointing and counting, on one server or on a cluster. */
export function createPointing(servers: Servers, keys: Keys, tally: Tally): Pointing {
  const moves = servers.isCluster ? stepwise(servers, keys) : atOnce(servers, keys)

  async function moving(move: () => Promise<number>): Promise<void> {
    servers.requireTarget()
    tally.add('set')
    tally.add('publish', await move())
  }

  return {
    putSelection: (selection) => moving(() => moves.put(selection)),
    clearSelection: (owner) => moving(() => moves.clear(owner)),

    async listSelections(employeeId, date, now) {
      servers.requireTarget()
      tally.add('get')
      const key = keys.selectionsOf(date, employeeId)
      const entries = (await servers.ask(key, ['HGETALL', key])) as string[]
      return listSelected(entries, { date, employeeId, now })
    },

    async countEvent(key, limit, windowSeconds, now) {
      servers.requireTarget()
      tally.add('set')
      const left = Number(
        await servers.run(countEventScript, [keys.rate(key)], [now, limit, windowSeconds * 1000]),
      )
      return left === 0 ? { ok: true } : { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(left / 1000)) }
    },
  }
}

/** How many messages each has published. */
interface Moves {
  put(selection: ActiveSelection): Promise<number>
  clear(owner: string): Promise<number>
}

function atOnce(servers: Servers, keys: Keys): Moves {
  return {
    async put(selection) {
      const { owner, since, expiresAt, date, employeeId } = selection
      const own = [
        keys.pointer(owner),
        keys.selection(selection),
        keys.selectionsOf(date, employeeId),
      ] as const
      const args = [...partsOf(selection), owner, since, expiresAt, pointerTo(selection)]
      return Number(await servers.run(singleScripts.putSelection, own, args))
    },
    clear: async (owner) =>
      Number(await servers.run(singleScripts.clearSelection, [keys.pointer(owner)], [owner])),
  }
}

/**
 * On a cluster a client's pointer and the slots are apart: the pointer first, which tells each former place to one caller
 * only. What a cut between the steps leaves shows for ten seconds at most.
 */
function stepwise(servers: Servers, keys: Keys): Moves {
  const script = clusterScripts
  const keysOf = (place: Place) =>
    [keys.selection(place), keys.selectionsOf(place.date, place.employeeId)] as const

  const movePointer = (owner: string, to: string, milliseconds: number) =>
    servers.run(script.movePointer, [keys.pointer(owner)], [to, milliseconds])

  const leaving = (owner: string, from: unknown) => {
    if (typeof from !== 'string' || from === '') return []
    const place = readPointer(from)
    const own = keysOf(place)
    return [{ key: own[0], command: evaluate(script.leave, own, [...partsOf(place), owner]) }]
  }

  const sum = (counts: readonly unknown[]) =>
    counts.reduce<number>((total, count) => total + Number(count), 0)

  return {
    async put(selection) {
      const { owner, since, expiresAt } = selection
      const to = pointerTo(selection)
      const from = await movePointer(owner, to, expiresAt - since)
      const own = keysOf(selection)
      const args = [...partsOf(selection), owner, since, expiresAt]
      const pointed = { key: own[0], command: evaluate(script.point, own, args) }
      return sum(await servers.askAll([...(from === to ? [] : leaving(owner, from)), pointed]))
    },
    clear: async (owner) => sum(await servers.askAll(leaving(owner, await movePointer(owner, '', 0)))),
  }
}
