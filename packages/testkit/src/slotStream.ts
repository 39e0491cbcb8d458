import { type ClientRequest, type IncomingMessage, request } from 'node:http'

export interface StreamEvent {
  readonly name: string
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read data of every shape
  readonly data: any
}

export interface SlotStream {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** Everything that came, as text. */
  text(): string
  readonly events: readonly StreamEvent[]
  /** The first event, come already or to come, from place `after` on that fits. Rejects where the stream ends before. */
  event(fits?: (event: StreamEvent) => boolean, after?: number): Promise<StreamEvent>
  /** Resolves once the stream has ended, in whatever way. */
  readonly ended: Promise<void>
  /** Reads nothing any more; what is sent waits in the network. */
  pause(): void
  resume(): void
  close(): void
}

/** Server-Sent Events as a browser hears them, over a connection of its own. Resolves when the head has come. */
export function openSlotStream(address: string, headers: Record<string, string> = {}): Promise<SlotStream> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { agent: false, headers: { accept: 'text/event-stream', ...headers } })
    sent.on('error', reject)
    sent.on('response', (reply) => resolve(read(sent, reply)))
    sent.end()
  })
}

function read(sent: ClientRequest, reply: IncomingMessage): SlotStream {
  const events: StreamEvent[] = []
  let text = ''
  let taken = 0
  let isOver = false
  let wake = () => {}
  let changed = new Promise<void>((resolve) => {
    wake = resolve
  })
  const tell = () => {
    wake()
    changed = new Promise((resolve) => {
      wake = resolve
    })
  }
  sent.on('error', () => {})
  reply.setEncoding('utf8')
  reply.on('data', (piece: string) => {
    let from = Math.max(taken, text.length - 1)
    text += piece
    for (let end = text.indexOf('\n\n', from); end >= 0; end = text.indexOf('\n\n', from)) {
      const event = eventOf(text.slice(taken, end))
      if (event) events.push(event)
      taken = end + 2
      from = taken
    }
    tell()
  })
  const ended = new Promise<void>((resolve) => {
    reply.on('error', () => {})
    reply.on('close', () => {
      isOver = true
      tell()
      resolve()
    })
  })
  return {
    status: reply.statusCode ?? 0,
    headers: reply.headers,
    events,
    ended,
    text: () => text,
    async event(fits = () => true, after = 0) {
      for (;;) {
        const found = events.slice(after).find(fits)
        if (found) return found
        if (isOver) throw new Error(`The stream ended without such an event:\n${text}`)
        await changed
      }
    },
    pause: () => void reply.pause(),
    resume: () => void reply.resume(),
    close: () => void sent.destroy(),
  }
}

function eventOf(block: string): StreamEvent | undefined {
  const fields = block.split('\n').map((line) => /^(\w+): (.*)$/.exec(line))
  const of = (name: string) => fields.find((field) => field?.[1] === name)?.[2] ?? ''
  return of('event') === '' ? undefined : { name: of('event'), id: of('id'), data: JSON.parse(of('data')) }
}
