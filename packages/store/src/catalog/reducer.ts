import type { ServiceReply, SettingsReply, StaffMemberReply } from '@appointease/contract'
import type { Failure } from '../api.ts'
import { failed, idle, loading, type Remote, ready } from '../remote.ts'

export interface Catalog {
  settings: SettingsReply
  services: readonly ServiceReply[]
  staff: readonly StaffMemberReply[]
}

export type CatalogState = Remote<Catalog>

export type CatalogAction =
  | { type: 'CATALOG_ASKED' }
  | { type: 'CATALOG_CAME'; catalog: Catalog }
  | { type: 'CATALOG_FAILED'; error: Failure }

export function catalog(state: CatalogState = idle, action: CatalogAction): CatalogState {
  switch (action.type) {
    case 'CATALOG_ASKED':
      return loading(state)
    case 'CATALOG_CAME':
      return ready(action.catalog)
    case 'CATALOG_FAILED':
      return failed(state, action.error)
    default:
      return state
  }
}
