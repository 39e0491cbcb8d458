export interface CustomerRecord {
  readonly email: string
  readonly name: string
  readonly phone: string
}

export interface CustomerStore {
  findCustomer(email: string): Promise<CustomerRecord | undefined>
  /** Adds the customer; an existing record is overwritten only where `replace` (the address was proved). */
  saveCustomer(customer: CustomerRecord, replace: boolean): Promise<void>
}
