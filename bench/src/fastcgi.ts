import { connect, type Socket } from 'node:net'
import type { HttpReply } from './httpConnection.ts'

/** Of the FastCGI specification 1.0, section 8. */
const VERSION = 1
const TYPE = { begin: 1, end: 3, params: 4, input: 5, output: 6 } as const
const RESPONDER = 1
const KEEP_CONNECTION = 1
const HEADER_BYTES = 8
/** A connection carries one request at a time, so one number does for all of them. */
const REQUEST_ID = 1
const HEAD_END = '\r\n\r\n'

/**
 * One kept-alive connection to a FastCGI application, such as a worker of php-fpm, that sends ready-made requests, each
 * after the reply to the one before. What the application writes to its errors is dropped.
 */
export class FastCgiConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #output: Buffer[] = []
  #waiting: { resolve: (reply: HttpReply) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('The application closed the connection')))
  }

  /** `path`: of the application's Unix socket. */
  static open(path: string): Promise<FastCgiConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(path, () => resolve(new FastCgiConnection(socket)))
      socket.once('error', reject)
    })
  }

  send(request: Buffer): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      if (this.#received.length < HEADER_BYTES) return
      const contentEnd = HEADER_BYTES + this.#received.readUInt16BE(4)
      const recordEnd = contentEnd + this.#received.readUInt8(6)
      if (this.#received.length < recordEnd) return
      const type = this.#received.readUInt8(1)
      const content = this.#received.subarray(HEADER_BYTES, contentEnd)
      this.#received = this.#received.subarray(recordEnd)
      if (type === TYPE.output) this.#output.push(content)
      if (type === TYPE.end) this.#finish()
    }
  }

  #finish(): void {
    const text = Buffer.concat(this.#output).toString('utf8')
    this.#output = []
    const waiting = this.#waiting
    this.#waiting = undefined
    const headLength = text.indexOf(HEAD_END)
    if (headLength < 0) {
      waiting?.reject(new Error(`A reply without headers: ${text}`))
      return
    }
    const head = text.slice(0, headLength)
    // Left out, it is 200 (RFC 3875, section 6.3.3).
    const status = Number(/^status: *(\d+)/im.exec(head)?.[1] ?? 200)
    waiting?.resolve({ status, head, body: text.slice(headLength + HEAD_END.length) })
  }
}

/** A request as it goes over the wire: CGI variables (RFC 3875) and a body of less than 64 KiB. */
export function fastCgiRequest(variables: Readonly<Record<string, string>>, body: string): Buffer {
  const params = Buffer.concat(Object.entries(variables).flatMap((pair) => pairOf(...pair)))
  const begin = Buffer.from([0, RESPONDER, KEEP_CONNECTION, 0, 0, 0, 0, 0])
  const nothing = Buffer.alloc(0)
  return Buffer.concat([
    record(TYPE.begin, begin),
    record(TYPE.params, params),
    record(TYPE.params, nothing),
    record(TYPE.input, Buffer.from(body)),
    record(TYPE.input, nothing),
  ])
}

function record(type: number, content: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(VERSION, 0)
  header.writeUInt8(type, 1)
  header.writeUInt16BE(REQUEST_ID, 2)
  header.writeUInt16BE(content.length, 4)
  return Buffer.concat([header, content])
}

function pairOf(name: string, value: string): Buffer[] {
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)]
  return [lengthOf(nameBytes), lengthOf(valueBytes), nameBytes, valueBytes]
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 128) return Buffer.from([length])
  const four = Buffer.alloc(4)
  four.writeUInt32BE(length + 0x8000_0000)
  return four
}
