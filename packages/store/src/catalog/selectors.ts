import type { ServiceReply, StaffMemberReply } from '@appointease/contract'
import { dataOf } from '../remote.ts'
import type { State } from '../state.ts'
import type { Catalog, CatalogState } from './reducer.ts'

export const getCatalog = (state: State): CatalogState => state.catalog

export const getSettings = (state: State): Catalog['settings'] | undefined => dataOf(state.catalog)?.settings

export const findService = (state: State, id: number | null): ServiceReply | undefined =>
  dataOf(state.catalog)?.services.find((service) => service.id === id)

export const findEmployee = (state: State, id: number | 'any' | null): StaffMemberReply | undefined =>
  dataOf(state.catalog)?.staff.find((employee) => employee.id === id)
