import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { addDays, type CalendarDate } from '@appointease/domain'
import { emailOf } from './callers.ts'
import { HttpConnection, type HttpReply, httpRequest } from './httpConnection.ts'
import { tick } from './ticks.ts'

/** Where visitors come to, and what becomes of them. */
export interface VisitorHouse {
  readonly addresses: readonly URL[]
  readonly firstDate: CalendarDate
  readonly employees: number
  /** Of a signed-in customer. */
  readonly headers: Readonly<Record<string, string>>
  readonly isOver: () => boolean
  /** How often each thing happened. */
  readonly counts: Map<string, number>
}

const API = '/wp-json/appointease/v1'
const DATES = 50
const SHARES = { pushed: 0.7, locks: 0.6, books: 0.25, crashes: 0.4 }
const EMAIL = emailOf(0)

const oneOf = (count: number) => Math.floor(Math.random() * count)
const happens = (share: number) => Math.random() < share

/** One visitor after another at one place, until it is over. What one leaves behind is not the next one's. */
export async function visitAtPlace(house: VisitorHouse, place: number): Promise<void> {
  for (let visit = 0; !house.isOver(); visit++) await new Visit(house, `visitor-${place}-${visit}`).run()
}

class Visit {
  readonly #house: VisitorHouse
  readonly #client: string
  readonly #address: URL
  readonly #day: { readonly date: CalendarDate; readonly employee_id: number }
  #stream: Socket | undefined

  constructor(house: VisitorHouse, client: string) {
    this.#house = house
    this.#client = client
    this.#address = house.addresses[oneOf(house.addresses.length)] as URL
    this.#day = {
      date: addDays(house.firstDate, oneOf(DATES)),
      employee_id: 1 + oneOf(house.employees),
    }
  }

  async run(): Promise<void> {
    const connection = await HttpConnection.open(this.#address)
    try {
      if (happens(SHARES.pushed)) this.#watch()
      for (let look = 0; look < 3; look++) {
        await this.#beat(connection)
        await this.#post(connection, '/slots/active', { time: this.#time() }, 'pointed')
        await pause(200 + Math.random() * 800)
      }
      if (happens(SHARES.locks)) await this.#lock(connection)
      else this.#note('only looked')
    } finally {
      connection.close()
      this.#stream?.destroy()
    }
  }

  async #lock(connection: HttpConnection): Promise<void> {
    const time = this.#time()
    const reply = await this.#post(connection, '/slots/select', { time, service_id: 1 }, 'locked')
    if (reply.status !== 200) return
    const { token } = JSON.parse(reply.body).lock
    await pause(Math.random() * 1_000)
    if (happens(SHARES.crashes)) this.#note('crashed')
    else if (happens(SHARES.books)) await this.#book(connection, time, token)
    else await this.#post(connection, '/slots/deselect', { time, lock_token: token }, 'let go')
  }

  /** And cancels again, so that there is always room. */
  async #book(connection: HttpConnection, time: string, token: string): Promise<void> {
    const wish = { time, service_id: 1, lock_token: token, name: 'Ada Lovelace', email: EMAIL }
    const reply = await this.#post(connection, '/appointments', wish, 'booked', this.#house.headers)
    if (reply.status !== 201) return
    const { appointment_id } = JSON.parse(reply.body)
    const path = `${API}/appointments/${appointment_id}`
    await connection.send(httpRequest('DELETE', path, '{}', this.#house.headers))
  }

  /** A stream that is read and otherwise left alone. */
  #watch(): void {
    const { date, employee_id } = this.#day
    const path = `${API}/slots/stream?date=${date}&employee_id=${employee_id}&service_id=1&client_id=${this.#client}`
    const socket = connect(Number(this.#address.port), this.#address.hostname, () =>
      socket.write(httpRequest('GET', path)),
    )
    socket.on('error', () => {})
    socket.resume()
    this.#stream = socket
    this.#note('watched')
  }

  async #beat(connection: HttpConnection): Promise<void> {
    const { date, employee_id } = this.#day
    await connection.send(tick({ date, employee: employee_id, client: this.#client }))
    this.#note('asked')
  }

  async #post(
    connection: HttpConnection,
    path: string,
    body: object,
    what: string,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  ): Promise<HttpReply> {
    const all = JSON.stringify({ ...this.#day, client_id: this.#client, ...body })
    const reply = await connection.send(httpRequest('POST', `${API}${path}`, all, headers))
    this.#note(reply.status < 300 ? what : `${what} not (${reply.status})`)
    return reply
  }

  #time(): string {
    const half = oneOf(18)
    return `${String(9 + Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`
  }

  #note(what: string): void {
    const { counts } = this.#house
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
}
