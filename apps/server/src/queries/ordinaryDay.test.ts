import { aService, someSettings } from '@appointease/testkit/builders.ts'
import { expect, it } from 'vitest'
import { presentTimeSlots } from '../http/catalog/presentCatalog.ts'
import { ordinaryStarts } from './ordinaryDay.ts'

it('has no start so late that the service would end after closing, in the grid and on the day alike', () => {
  const settings = someSettings()
  const service = { id: 1, ...aService() }
  const short = ordinaryStarts(settings, undefined)
  const long = ordinaryStarts(settings, { ...service, slotStepMinutes: 30, durationMinutes: 120 })
  expect(short.at(-1)).toBe('16:30')
  expect(long.at(-1)).toBe('15:00')
  expect(presentTimeSlots(settings, service).time_slots).toEqual(ordinaryStarts(settings, service))
})
