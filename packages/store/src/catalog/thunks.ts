import type { AsyncThunk, Surroundings } from '../thunk.ts'

export function catalogThunks({ api }: Surroundings) {
  return {
    loadCatalog:
      (): AsyncThunk =>
      async ({ dispatch }) => {
        dispatch({ type: 'CATALOG_ASKED' })
        const [settings, services, staff] = await Promise.all([
          api.getSettings(),
          api.listServices({ query: { per_page: 100 } }),
          api.listStaff({ query: { per_page: 100 } }),
        ])
        const refused = [settings, services, staff].find((result) => !result.ok)
        if (refused && !refused.ok) dispatch({ type: 'CATALOG_FAILED', error: refused.error })
        if (!settings.ok || !services.ok || !staff.ok) return
        dispatch({
          type: 'CATALOG_CAME',
          catalog: { settings: settings.data, services: services.data, staff: staff.data },
        })
      },
  }
}
