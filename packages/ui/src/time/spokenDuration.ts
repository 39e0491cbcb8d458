import { __, _n, sprintf } from '@wordpress/i18n'

/** "30 min", "1 h", "1 h 15 min". */
export function spokenDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  /* translators: %d: a number of minutes. */
  const restText = sprintf(_n('%d min', '%d min', rest, 'appointease'), rest)
  if (hours === 0) return restText
  /* translators: %d: a number of hours. */
  const hoursText = sprintf(_n('%d h', '%d h', hours, 'appointease'), hours)
  if (rest === 0) return hoursText
  /* translators: 1: hours, such as "1 h". 2: minutes, such as "15 min". */
  return sprintf(__('%1$s %2$s', 'appointease'), hoursText, restText)
}
