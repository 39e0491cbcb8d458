import type { CustomerRecord, CustomerStore } from '../../ports/customers.ts'
import { additionStatement } from './additions.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Transaction } from './writer.ts'

const rowOf = ({ email, name, phone }: CustomerRecord, replace: boolean) =>
  ({ email, name, phone, replaces: replace ? 1 : 0 }) as const

/** Committed state. */
export function createCustomerStore(statements: Statements, tables: MysqlTables): CustomerStore {
  return {
    async findCustomer(email) {
      const customer = queries
        .selectFrom(tables.customers)
        .select(['email', 'name', 'phone'])
        .where('email', '=', email)
      return statements.first(customer)
    },

    async saveCustomer(customer, replace) {
      const { sql, parameters } = additionStatement(tables, 'customers', rowOf(customer, replace))
      await statements.runSql(sql, parameters)
    },
  }
}

export function createChangedCustomers(transaction: Transaction, tables: MysqlTables): CustomerStore {
  const { findCustomer } = createCustomerStore(transaction, tables)
  return {
    async findCustomer(email) {
      await transaction.conclusion.write()
      return findCustomer(email)
    },
    saveCustomer: (customer, replace) => transaction.conclusion.add('customers', rowOf(customer, replace)),
  }
}
