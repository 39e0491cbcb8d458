import type { CustomerStore } from '../../ports/customers.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

/** Committed state, or a transaction's. */
export function createCustomerStore(statements: Statements, { customers }: MysqlTables): CustomerStore {
  return {
    async findCustomer(email) {
      const customer = queries
        .selectFrom(customers)
        .select(['email', 'name', 'phone'])
        .where('email', '=', email)
      return statements.first(customer)
    },

    async saveCustomer({ email, name, phone }, replace) {
      const insert = queries
        .insertInto(customers)
        .values({ email, name, phone })
        .onDuplicateKeyUpdate(replace ? { name, phone } : { email })
      await statements.run(insert)
    },
  }
}
