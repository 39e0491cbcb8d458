import { createClient } from '@appointease/contract/client'
import { createHeartbeatFeed } from './heartbeatFeed.ts'
import { queue, type ServerUnderTest, startServerUnderTest } from './serverUnderTest.ts'
import type { FeedListener, FeedStatus, SlotFeed } from './slotFeed.ts'

interface Pause {
  milliseconds: number
  cleared: boolean
  run(): void
}

export interface FeedUnderTest {
  feed: SlotFeed
  listener: FeedListener
  ticks: ServerUnderTest['ticks']
  pauses: ReturnType<typeof queue<Pause>>
  heard: ReturnType<typeof queue<string>>
  statuses: FeedStatus[]
  /** Lets the next pause that was not taken back pass, and returns how long it was. */
  pass(): Promise<number>
  /** Milliseconds that go by outside of pauses. */
  letPass(milliseconds: number): void
  hide(): void
  show(): void
  close(): Promise<void>
}

/** A feed with a real server behind it that answers as the test says; its pauses pass when the test lets them. */
export async function openFeed(): Promise<FeedUnderTest> {
  const server = await startServerUnderTest()
  const { origin, ticks } = server
  const pauses = queue<Pause>()
  const heard = queue<string>()
  const statuses: FeedStatus[] = []
  let hidden = false
  let clock = 0
  let tellVisibility = () => {}

  const client = createClient({ baseUrl: `${origin}/wp-json/` })

  const feed = createHeartbeatFeed({
    heartbeat: (data, options) =>
      client.heartbeat(data, { url: `${origin}/wp-admin/admin-ajax.php`, ...options }),
    clientId: 'a-client-of-its-own',
    setTimer(run, milliseconds) {
      const pause: Pause = { milliseconds, run: () => !pause.cleared && run(), cleared: false }
      pauses.put(pause)
      return pause
    },
    clearTimer(timer) {
      if (timer) (timer as Pause).cleared = true
    },
    now: () => clock,
    isHidden: () => hidden,
    onVisibilityChange(tell) {
      tellVisibility = tell
      return () => {}
    },
    random: () => 0.5,
  })
  const turnVisibility = (isHidden: boolean) => {
    hidden = isHidden
    tellVisibility()
  }
  return {
    feed,
    ticks,
    pauses,
    heard,
    statuses,
    listener: {
      onSlots: (_, fields) => heard.put(fields ? fields.appointease_version : 'unchanged'),
      onStatus: (status) => void statuses.push(status),
    },
    async pass() {
      let pause = await pauses.next()
      while (pause.cleared) pause = await pauses.next()
      pause.run()
      return pause.milliseconds
    },
    letPass(milliseconds) {
      clock += milliseconds
    },
    hide: () => turnVisibility(true),
    show: () => turnVisibility(false),
    async close() {
      feed.close()
      await server.close()
    },
  }
}
