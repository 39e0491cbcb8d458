import { addDays } from '@appointease/store'
import type { Formats } from '@appointease/ui'
import { __ } from '@wordpress/i18n'

/** "today", "tomorrow", or the date; `date` and `today` on the same calendar. */
export function nearDay(date: string, today: string, formats: Formats): string {
  if (date === today) return __('today', 'appointease')
  if (date === addDays(today, 1)) return __('tomorrow', 'appointease')
  return formats.day(date)
}
