/** So many characters of a version stand for it among several; that two of one day begin alike happens to nobody. */
const SHORT = 8

/** What the `id` of an event says of one employee's day: its version, or the beginning of it. */
export interface HeardVersion {
  readonly employeeId: number
  readonly version: string
}

/** The `id` of an event: the version of the one day, or of each of several as far as it has been told. */
export function eventId(told: readonly HeardVersion[]): string {
  const [only, ...others] = told
  if (only && others.length === 0) return only.version
  return told
    .filter(({ version }) => version !== '')
    .map(({ employeeId, version }) => `${employeeId}:${version.slice(0, SHORT)}`)
    .join(',')
}

/** What a client that brings back such an `id` knows of each employee's day: a version's beginning, or nothing. */
export function heardVersions(employeeIds: readonly number[], lastEventId: string | undefined): string[] {
  if (!lastEventId) return employeeIds.map(() => '')
  if (employeeIds.length === 1) return [lastEventId]
  const heard = new Map(
    lastEventId.split(',').map((one): [number, string] => {
      const [employee = '', version = ''] = one.split(':')
      return [Number(employee), version]
    }),
  )
  return employeeIds.map((id) => heard.get(id) ?? '')
}

export const isSameVersion = (version: string, heard: string): boolean =>
  heard.length >= SHORT && version.startsWith(heard)
