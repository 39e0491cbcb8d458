import type { CustomerRecord } from '../../../ports/customers.ts'
import type { NoteReason } from './notes.ts'
import { idOf, type OriginalRow, textOf } from './originalRow.ts'
import { type Original, REPORTED } from './originalTables.ts'
import type { ReportBuilder } from './report.ts'

export interface AdoptedCustomer extends CustomerRecord {
  readonly id: number
}

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,190}$/
const LONGEST = { name: 255, phone: 64 }

const cut = (text: string, characters: number) => [...text].slice(0, characters).join('')

/**
 * One customer for each address, trimmed and in lower case: of several rows the newest, with what only an older one
 * says.
 */
export async function adoptCustomers(
  original: Original,
  report: ReportBuilder,
): Promise<readonly AdoptedCustomer[]> {
  const byAddress = new Map<string, AdoptedCustomer>()
  const notes = new Map<number, readonly NoteReason[]>()
  for (const row of await original.all('customers')) {
    const customer = read(row)
    notes.set(idOf(row), notesOf(row))
    if (!customer) {
      report.row(REPORTED.customers, idOf(row), ['not_a_mail_address'], 'left')
      continue
    }
    const older = byAddress.get(customer.email)
    if (older) report.row(REPORTED.customers, older.id, ['same_address'], 'left')
    byAddress.set(customer.email, older ? completed(customer, older) : customer)
  }
  const customers = [...byAddress.values()]
  for (const { id } of customers) report.row(REPORTED.customers, id, notes.get(id) ?? [])
  return customers
}

/** Undefined where there is no address to know the customer by. */
function read(row: OriginalRow): AdoptedCustomer | undefined {
  const [id, email] = [idOf(row), textOf(row, 'email').toLowerCase()]
  if (id === 0 || !ADDRESS.test(email)) return undefined
  const name = cut(textOf(row, 'name'), LONGEST.name)
  return { id, email, name, phone: cut(textOf(row, 'phone'), LONGEST.phone) }
}

function notesOf(row: OriginalRow): readonly NoteReason[] {
  const isCut = (['name', 'phone'] as const).some(
    (column) => [...textOf(row, column)].length > LONGEST[column],
  )
  return [
    ...(textOf(row, 'notes') === '' ? [] : (['has_notes'] as const)),
    ...(isCut ? (['text_cut'] as const) : []),
  ]
}

const completed = (newer: AdoptedCustomer, older: AdoptedCustomer): AdoptedCustomer => ({
  ...newer,
  name: newer.name || older.name,
  phone: newer.phone || older.phone,
})
