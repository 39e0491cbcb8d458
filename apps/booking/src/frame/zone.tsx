import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { useApp, usePiece } from '../app.tsx'
import { sameClock } from '../words/zones.ts'

interface Zone {
  /** The zone that times are shown in. */
  zone: string
  businessZone: string
  /** Whether the visitor's clock shows another time than the business's. */
  differs: boolean
  isBusinessZone: boolean
  setBusinessZone(chosen: boolean): void
}

const ZoneContext = createContext<Zone | undefined>(undefined)

/** Times are the visitor's own until they ask for the business's. */
export function ZoneProvider({ children }: { children: ReactNode }) {
  const { visitorZone } = useApp()
  const catalog = usePiece((state) => state.catalog)
  const [chosen, setBusinessZone] = useState(false)
  const businessZone = (catalog.status !== 'idle' && catalog.data?.settings.timezone) || visitorZone
  const zone = useMemo(() => {
    const differs = !sameClock(visitorZone, businessZone, Date.now())
    const isBusinessZone = chosen || !differs
    return {
      zone: isBusinessZone ? businessZone : visitorZone,
      businessZone,
      differs,
      isBusinessZone,
      setBusinessZone,
    }
  }, [visitorZone, businessZone, chosen])
  return <ZoneContext.Provider value={zone}>{children}</ZoneContext.Provider>
}

export function useZone(): Zone {
  const zone = useContext(ZoneContext)
  if (!zone) throw new Error('A part that shows times was drawn without a zone.')
  return zone
}
