import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type SmtpSink, type SmtpSinkMode, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { afterEach, describe, expect, test } from 'vitest'
import type { Mailer, OutgoingMail } from '../../ports/mailer.ts'
import { createSmtpMailer, type SmtpOptions } from './smtpMailer.ts'

const open: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function sinkThat(mode: SmtpSinkMode): Promise<SmtpSink> {
  const sink = await startSmtpSink({ mode })
  open.push(sink.stop)
  return sink
}

function mailerFor(port: number, server: Partial<SmtpOptions['server']> = {}): Mailer {
  const mailer = createSmtpMailer({
    server: { host: '127.0.0.1', port, tls: 'optional', ...server },
    from: 'no-reply@harbour.example',
    connections: 2,
  })
  open.unshift(mailer.close)
  return mailer
}

const mail: OutgoingMail = {
  messageId: '<appointment-1@harbour.example>',
  to: 'ada@example.com',
  senderName: 'Harbour Practice',
  subject: 'Booked: Café, 10:00',
  text: 'Hello Ada,\n',
  html: '<p>Hello Ada,</p>',
  attachments: [
    {
      filename: 'appointment.ics',
      contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
      content: 'BEGIN:VCALENDAR\r\n',
    },
  ],
}

describe('a mail that the server takes', () => {
  test('arrives as it was given, with its own Message-ID and marked as automatic', async () => {
    const sink = await sinkThat('accept')
    expect(await mailerFor(sink.port).deliver(mail)).toEqual({ kind: 'sent' })
    const received = await sink.waitFor(() => true)
    expect(received.messageId).toBe('<appointment-1@harbour.example>')
    expect(received.envelopeRecipients).toEqual(['ada@example.com'])
    expect(received.envelopeSender).toBe('no-reply@harbour.example')
    expect(received.from?.value).toEqual([{ name: 'Harbour Practice', address: 'no-reply@harbour.example' }])
    expect(received.subject).toBe('Booked: Café, 10:00')
    expect(received.text).toContain('Hello Ada,')
    expect(received.html).toContain('<p>Hello Ada,</p>')
    expect(received.attachments[0]?.contentType).toBe('text/calendar')
    expect(received.attachments[0]?.content.toString()).toBe('BEGIN:VCALENDAR\r\n')
    expect(received.headers.get('auto-submitted')).toBe('auto-generated')
  })

  test.each(['REQUEST', 'CANCEL'])('is itself the invitation that it carries: %s', async (method) => {
    const sink = await sinkThat('accept')
    const contentType = `text/calendar; charset=utf-8; method=${method}`
    const attachments = mail.attachments.map((attachment) => ({ ...attachment, contentType }))
    await mailerFor(sink.port).deliver({ ...mail, attachments })
    const { raw, attachments: received } = await sink.waitFor(() => true)
    const alternative = raw.slice(raw.indexOf('multipart/alternative'))
    expect(alternative).toMatch(new RegExp(`Content-Type: text/calendar; charset=utf-8; method=${method}`))
    expect(received.map(({ content }) => content.toString())).toEqual(Array(2).fill('BEGIN:VCALENDAR\r\n'))
  })

  test('says how one request ends mails like it, where that is possible', async () => {
    const sink = await sinkThat('accept')
    const unsubscribeUrl = 'https://harbour.example/end?token=a b>\r\nBcc: eve@example.com'
    await mailerFor(sink.port).deliver({ ...mail, unsubscribeUrl })
    await mailerFor(sink.port).deliver(mail)
    await mailerFor(sink.port).deliver({ ...mail, unsubscribeUrl: 'http://localhost/end' })
    const [ending, other, insecure] = sink.received().map(({ raw }) => raw.replace(/\r\n[ \t]/g, ' '))
    expect(ending).toMatch(
      /^List-Unsubscribe: <https:\/\/harbour\.example\/end\?token=a%20b%3EBcc:%20eve@example\.com>\r$/m,
    )
    expect(ending).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    expect(ending).not.toMatch(/^Bcc:/m)
    expect(other).not.toContain('List-Unsubscribe')
    expect(insecure).toContain('List-Unsubscribe: <http://localhost/end>')
    expect(insecure).not.toContain('List-Unsubscribe-Post')
  })

  test.each(['täst@exämple.com', "o'brien+tag@example.co.uk"])('may go to %s', async (to) => {
    const sink = await sinkThat('accept')
    expect(await mailerFor(sink.port).deliver({ ...mail, to })).toEqual({ kind: 'sent' })
  })
})

describe('encryption', () => {
  test.each([
    ['optional', { kind: 'sent' }, [true]],
    ['off', { kind: 'sent' }, [false]],
    ['required', { kind: 'temporary' }, []],
  ] as const)(
    'that is %s, offered with a certificate that nobody trusts, ends %j',
    async (tls, outcome, encrypted) => {
      const sink = await startSmtpSink({ startTls: true })
      open.push(sink.stop)
      expect(await mailerFor(sink.port, { tls }).deliver(mail)).toMatchObject(outcome)
      expect(sink.received().map((received) => received.encrypted)).toEqual(encrypted)
    },
  )
})

describe('what people typed', () => {
  test.each([
    'ada@example.com\r\nBcc: eve@evil.example',
    'ada@example.com, eve@evil.example',
    'ada@example.com;eve@evil.example',
    'Ada <ada@example.com>, eve@evil.example',
    '<ada@example.com> <eve@evil.example>',
    'ada@example.com\u0000',
    '"ada eve"@example.com',
    'ada@example.com>\r\nRCPT TO:<eve@evil.example',
    'group:ada@example.com,eve@evil.example;',
    'ada@eve@example.com',
    '',
  ])('never adds a recipient: %j is refused for good and nothing is sent', async (to) => {
    const sink = await sinkThat('accept')
    const outcome = await mailerFor(sink.port).deliver({ ...mail, to })
    expect(outcome).toEqual({ kind: 'permanent', error: 'recipient is not one mail address' })
    expect(sink.received()).toEqual([])
  })

  test('never adds a header by a subject or a sender name', async () => {
    const sink = await sinkThat('accept')
    const evil = 'Hello\r\nBcc: eve@evil.example\r\n\r\nX" <eve@evil.example>, '
    await mailerFor(sink.port).deliver({ ...mail, subject: evil, senderName: evil })
    const received = await sink.waitFor(() => true)
    expect(received.envelopeRecipients).toEqual(['ada@example.com'])
    expect(received.headers.has('bcc')).toBe(false)
    expect(received.from?.value.map(({ address }) => address)).toEqual(['no-reply@harbour.example'])
    expect(received.subject).toBe('Hello Bcc: eve@evil.example X" <eve@evil.example>,')
  })

  test('a Message-ID that is none is a fault of ours', async () => {
    const sink = await sinkThat('accept')
    await expect(mailerFor(sink.port).deliver({ ...mail, messageId: '<a@b>\r\nBcc: x' })).rejects.toThrow(
      'Message-ID',
    )
  })
})

describe('a mail that the server does not take', () => {
  test('is refused for good after 5xx, in words that do not repeat the address', async () => {
    const sink = await sinkThat('refuse')
    expect(await mailerFor(sink.port).deliver(mail)).toEqual({
      kind: 'permanent',
      error: '550 after RCPT TO',
    })
  })

  test('may be tried again after 4xx', async () => {
    const sink = await sinkThat('greylist')
    const mailer = mailerFor(sink.port)
    expect(await mailer.deliver(mail)).toEqual({ kind: 'temporary', error: '451 after RCPT TO' })
    expect(await mailer.deliver(mail)).toEqual({ kind: 'sent' })
  })

  test('may be tried again where nobody answers', async () => {
    const sink = await startSmtpSink()
    await sink.stop()
    expect(await mailerFor(sink.port).deliver(mail)).toMatchObject({ kind: 'temporary' })
  })

  test('is handed over once a call, also where the connection breaks before the answer', async () => {
    const sink = await sinkThat('cut')
    const mailer = mailerFor(sink.port)
    expect(await mailer.deliver(mail)).toMatchObject({ kind: 'temporary' })
    expect(sink.received()).toHaveLength(1)
    sink.setMode('accept')
    expect(await mailer.deliver(mail)).toEqual({ kind: 'sent' })
    expect(sink.received().map(({ messageId }) => messageId)).toEqual([mail.messageId, mail.messageId])
  })

  test.each([
    ['a busy server', '421 Too many connections'],
    ['a server that knows us not', '554 No access for you'],
  ])('may be tried again after the greeting of %s', async (_name, greeting) => {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined).end(`${greeting}\r\n`)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    open.push(async () => server.close())
    const { port } = server.address() as AddressInfo
    expect(await mailerFor(port).deliver(mail)).toMatchObject({ kind: 'temporary' })
  })

  test('keeps its credentials to itself where the server offers no encryption', async () => {
    const sink = await sinkThat('accept')
    const mailer = mailerFor(sink.port, { tls: 'required', user: 'canary', password: 'canary' })
    const outcome = await mailer.deliver(mail)
    expect(outcome).toMatchObject({ kind: 'temporary' })
    expect(JSON.stringify(outcome)).not.toContain('canary')
    expect(sink.received()).toEqual([])
  })
})
