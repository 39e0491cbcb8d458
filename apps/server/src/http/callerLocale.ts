interface Accepted {
  readonly locale: string
  readonly weight: number
}

function acceptedIn(item: string): Accepted | undefined {
  const [range = '', ...parameters] = item.split(';').map((part) => part.trim())
  const locale = canonicalLocale(range)
  const given = parameters.find((parameter) => /^q=/i.test(parameter))
  const weight = given === undefined ? 1 : Number(given.slice(2))
  return locale === '' || !(weight > 0) ? undefined : { locale, weight }
}

/** A BCP 47 tag in its canonical form, also of `de_AT` as WordPress spells it; empty where it is none. */
export function canonicalLocale(tag: string): string {
  const hyphenated = tag.replaceAll('_', '-')
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/.test(hyphenated)) return ''
  try {
    return Intl.getCanonicalLocales(hyphenated)[0] ?? ''
  } catch {
    return ''
  }
}

const MOST_ACCEPTED = 20

/** What an `Accept-Language` header asks for (RFC 9110, section 12.5.4), the dearest first; `*` asks for nothing. */
export function acceptedLocales(acceptLanguage: string | undefined): readonly string[] {
  return (acceptLanguage ?? '')
    .split(',', MOST_ACCEPTED)
    .map(acceptedIn)
    .filter((one) => one !== undefined)
    .sort((one, other) => other.weight - one.weight)
    .map(({ locale }) => locale)
}

/** The first of them; empty where there is none. */
export const callerLocale = (acceptLanguage: string | undefined): string =>
  acceptedLocales(acceptLanguage)[0] ?? ''
