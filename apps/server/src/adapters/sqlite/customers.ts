import type { CustomerStore } from '../../ports/customers.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

/** Over a connection that is inside a write transaction. */
export function createCustomerStore(connection: Connection, tables: Tables): CustomerStore {
  return {
    async findCustomer(email) {
      const customer = queries
        .selectFrom(tables.customers)
        .select(['email', 'name', 'phone'])
        .where('email', '=', email)
      const row = connection.first(customer)
      return row && { email: row.email, name: row.name, phone: row.phone }
    },

    async saveCustomer({ email, name, phone }, replace) {
      const insert = queries
        .insertInto(tables.customers)
        .values({ email, name, phone })
        .onConflict((conflict) => {
          const known = conflict.column('email')
          return replace ? known.doUpdateSet({ name, phone }) : known.doNothing()
        })
      connection.run(insert)
    },
  }
}

/** Committed state; a save is a transaction of its own. */
export function createCommittedCustomers(reader: Connection, writer: Writer, tables: Tables): CustomerStore {
  const inside = createCustomerStore(writer.connection, tables)
  return {
    findCustomer: createCustomerStore(reader, tables).findCustomer,
    saveCustomer: (customer, replace) => writer.transact(() => inside.saveCustomer(customer, replace)),
  }
}
