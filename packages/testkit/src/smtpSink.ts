import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/**
 * `accept` takes every mail. `refuse` answers 550 to every recipient. `greylist` answers 451 to the first try of
 * each recipient and takes the next. `hang` never answers after the data. `cut` takes the data and then cuts the
 * connection without an answer, so that the sender cannot know.
 */
export type SmtpSinkMode = 'accept' | 'refuse' | 'greylist' | 'hang' | 'cut'

export interface ReceivedMail extends ParsedMail {
  /** Whom the envelope named, whatever the headers say. */
  readonly envelopeRecipients: readonly string[]
  readonly envelopeSender: string
  readonly raw: string
  readonly encrypted: boolean
}

export interface SmtpSink {
  /** For SMTP_URL. */
  readonly url: string
  readonly port: number
  /** Every mail whose data arrived whole, in order. */
  received(): readonly ReceivedMail[]
  /** The first mail, received already or to come, that fits. Rejects after `timeoutMs`. */
  waitFor(fits: (mail: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>
  /** Resolves when a client has begun to hand over so many mails in all, taken or not. Rejects after `timeoutMs`. */
  waitForAttempts(count: number, timeoutMs?: number): Promise<void>
  setMode(mode: SmtpSinkMode): void
  /** Cuts every connection and frees the port. */
  stop(): Promise<void>
}

const CHANGED = 'changed'

export interface SmtpSinkOptions {
  readonly mode?: SmtpSinkMode
  /** Default: a free one. */
  readonly port?: number
  /** Offers STARTTLS with a certificate that nobody trusts; default without TLS. */
  readonly startTls?: boolean
}

/** A real SMTP server on 127.0.0.1 that keeps what it is given. It offers no authentication. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const mails: ReceivedMail[] = []
  const greylisted = new Set<string>()
  const events = new EventEmitter()
  let mode = options.mode ?? 'accept'
  let attempts = 0

  const server = new SMTPServer({
    disabledCommands: options.startTls ? ['AUTH'] : ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onRcptTo({ address }, _session, callback) {
      attempts += 1
      events.emit(CHANGED)
      if (mode === 'refuse') return callback(reply(550, `5.1.1 <${address}> no such mailbox`))
      if (mode === 'greylist' && !greylisted.has(address)) {
        greylisted.add(address)
        return callback(reply(451, `4.7.1 <${address}> come back later`))
      }
      callback()
    },
    onData(stream, session, callback) {
      void take(stream, session).then(
        () => finish(session, callback),
        (error) => callback(error),
      )
    },
  })
  server.on('error', () => undefined)

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    if (mode === 'hang') return
    const raw = Buffer.concat(chunks)
    const { mailFrom, rcptTo } = session.envelope
    mails.push({
      ...(await simpleParser(raw)),
      envelopeRecipients: rcptTo.map(({ address }) => address),
      envelopeSender: mailFrom ? mailFrom.address : '',
      raw: raw.toString('utf8'),
      encrypted: session.secure,
    })
    events.emit(CHANGED)
  }

  function finish(session: SMTPServerSession, callback: () => void): void {
    if (mode === 'cut') cut(session.id)
    else if (mode !== 'hang') callback()
  }

  function cut(id: string): void {
    for (const connection of server.connections) if (connection.id === id) connection._socket.destroy()
  }

  async function until<Value>(look: () => Value | undefined, timeoutMs: number): Promise<Value> {
    const signal = AbortSignal.timeout(timeoutMs)
    for (let found = look(); ; found = look()) {
      if (found !== undefined) return found
      await once(events, CHANGED, { signal })
    }
  }

  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo

  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received: () => mails,
    waitFor: (fits, timeoutMs = 5_000) => until(() => mails.find(fits), timeoutMs),
    waitForAttempts: async (count, timeoutMs = 5_000) => {
      await until(() => (attempts >= count ? true : undefined), timeoutMs)
    },
    setMode(next) {
      mode = next
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
