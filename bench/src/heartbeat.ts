import { type Business, openBusiness } from './business.ts'
import { HttpConnection, type HttpReply, httpRequest } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import type { Measurement, Row } from './measurement.ts'
import { placesOf } from './places.ts'
import { startBareServer, startProduct } from './processes.ts'
import { addAppointments } from './seeding.ts'
import { compareRates } from './turns.ts'

const CONNECTIONS = 16
const CALLS = 3000
const APPOINTMENTS = 50_000
const DAYS = 180
const SIZE = { employees: 20, bookingWindowDays: 365, opens: '09:00', closes: '18:00' }

/**
 * Heartbeats of a visitor who looks at one day of one employee, as jQuery sends them, over 16 connections: full
 * replies (the visitor knows no version) and unchanged ones (the visitor knows the present one), with no
 * appointments and with 50,000 of 20 employees over 180 days. Reference: a bare node:http server of its own
 * process that reads each request and answers with the very same status, headers and bytes, in turns.
 */
export const heartbeat: Measurement = {
  name: 'heartbeat',
  async measure() {
    const rows: Row[] = []
    for (const appointments of [0, APPOINTMENTS]) {
      const business = await openBusiness(SIZE)
      try {
        await addAppointments(business, placesOf(business, SIZE, DAYS).slice(0, appointments))
        rows.push(...(await measureBusiness(business, `${appointments} appointments`)))
      } finally {
        await business.dispose()
      }
    }
    return rows
  },
}

async function measureBusiness(business: Business, size: string): Promise<Row[]> {
  const server = await startProduct(business.folder, business.env)
  try {
    const full = tick(business)
    const known = JSON.parse((await ask(server.address, full)).body).appointease_version
    const unchanged = tick(business, known)
    return [
      await besideBareServer(`full reply, ${size}`, server.address, full),
      await besideBareServer(`unchanged, ${size}`, server.address, unchanged),
    ]
  } finally {
    await server.stop()
  }
}

function tick({ firstDate }: Business, since?: string): string {
  const fields = {
    'data[appointease_poll][date]': firstDate,
    'data[appointease_poll][employee_id]': '1',
    'data[appointease_poll][service_id]': '1',
    'data[appointease_poll][client_id]': 'visitor-0001',
    ...(since !== undefined && { 'data[appointease_poll][since]': since }),
    interval: '15',
    _nonce: '',
    action: 'heartbeat',
    screen_id: 'front',
    has_focus: 'true',
  }
  return httpRequest('POST', '/wp-admin/admin-ajax.php', new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
  })
}

async function ask(address: URL, request: string): Promise<HttpReply> {
  const connection = await HttpConnection.open(address)
  try {
    return await connection.send(request)
  } finally {
    connection.close()
  }
}

async function besideBareServer(what: string, address: URL, request: string): Promise<Row> {
  const { status, head, body } = await ask(address, request)
  const bare = await startBareServer(status, head, body)
  try {
    const load = { connections: CONNECTIONS, calls: CALLS, status, request: () => request }
    return await compareRates({
      what: `${what} (${body.length} B)`,
      run: () => driveHttp(address, load),
      reference: { name: 'bare node:http', run: () => driveHttp(bare.address, load) },
    })
  } finally {
    await bare.stop()
  }
}
