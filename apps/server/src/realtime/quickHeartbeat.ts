import type { Clock } from '../ports/clock.ts'
import type { EphemeralStore } from '../ports/ephemeral.ts'
import type { Seals } from '../ports/seals.ts'
import { StorageUnavailable } from '../ports/storage.ts'
import type { DaySnapshots, Look } from './daySnapshots.ts'
import { type PlainPoll, readPlainPoll } from './heartbeatForm.ts'
import { inTime } from './patience.ts'
import { heartbeatText } from './slotTexts.ts'

/** The reply's text, or undefined where the general way has to answer. Rejects with StorageUnavailable, within a second. */
export type QuickAnswer = string | undefined | Promise<string | undefined>

export interface QuickHeartbeatDependencies {
  readonly snapshots: DaySnapshots
  readonly ephemeral: Pick<EphemeralStore, 'status' | 'clearSelection'>
  readonly seals: Pick<Seals, 'alias'>
  readonly clock: Clock
}

/**
 * Answers the heartbeat of a guest who only looks at a day, which is nearly every one: at once and without a promise where
 * nothing has happened. Whatever else a heartbeat may be, an unknown fault too, is left to the general way (heartbeat.ts).
 */
export function createQuickHeartbeat({
  snapshots,
  ephemeral,
  seals,
  clock,
}: QuickHeartbeatDependencies): (form: string) => QuickAnswer {
  function write(poll: PlainPoll, you: string | undefined, looked: Look): string | undefined {
    if (!looked.ok) return undefined
    const seen = looked.value.seenBy(poll.serviceId, you)
    if (!seen) return undefined
    return heartbeatText(seen, ephemeral.status(), you, poll.since, clock.now())
  }

  /** Where they point is in the store and nowhere else: it may be on another day, and have been told to another process. */
  async function endPointing(poll: PlainPoll, you: string): Promise<string | undefined> {
    await ephemeral.clearSelection(you)
    return write(poll, you, await snapshots.look(poll))
  }

  const orGenerally = (fault: unknown): undefined => {
    // Asking again the general way would take as long again.
    if (fault instanceof StorageUnavailable) throw fault
  }

  return (form) => {
    const poll = readPlainPoll(form)
    if (!poll) return undefined
    const you = poll.clientId && seals.alias(poll.clientId)
    if (you && poll.endsPointing) return inTime(endPointing(poll, you)).catch(orGenerally)
    const looked = snapshots.look(poll)
    if (!(looked instanceof Promise)) return write(poll, you, looked)
    return inTime(looked.then((one) => write(poll, you, one))).catch(orGenerally)
  }
}
