interface Entry {
  title: string
  start_utc: string
  end_utc: string
  details: string
}

/** `20261201T150000Z`, as Google's template link wants it. */
const compact = (instant: string) => `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

export function googleLink({ title, start_utc, end_utc, details }: Entry): string {
  const query = new URLSearchParams({
    action: 'TEMPLATE',
    text: title,
    dates: `${compact(start_utc)}/${compact(end_utc)}`,
    details,
  })
  return `https://calendar.google.com/calendar/render?${query}`
}

export function outlookLink({ title, start_utc, end_utc, details }: Entry): string {
  const query = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    startdt: start_utc,
    enddt: end_utc,
    body: details,
  })
  return `https://outlook.live.com/calendar/0/deeplink/compose?${query}`
}

/** The `.ics` of an appointment, for the session of its customer, or for whoever has its signed link. */
export function icsLink(restUrl: string, strongId: string, link: string | undefined): string {
  const address = `${restUrl}appointments/${encodeURIComponent(strongId)}/calendar.ics`
  return link === undefined
    ? address
    : `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ manage: link })}`
}
