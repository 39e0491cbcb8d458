import ICAL from 'ical.js'

/** The calendar objects of a text (RFC 5545). Throws where it is none. */
export function calendarsIn(text: string): ICAL.Component[] {
  const root: unknown = ICAL.parse(text)
  // One is an array that begins with its name; several are an array of those.
  const isOne = Array.isArray(root) && typeof root[0] === 'string'
  return ((isOne ? [root] : root) as ConstructorParameters<typeof ICAL.Component>[0][]).map(
    (jCal) => new ICAL.Component(jCal),
  )
}

/** Of a text that cannot be read, none. */
export function uidsIn(text: string): string[] {
  try {
    return calendarsIn(text)
      .flatMap((calendar) => calendar.getAllSubcomponents('vevent'))
      .map((event) => String(event.getFirstPropertyValue('uid') ?? ''))
  } catch {
    return []
  }
}
