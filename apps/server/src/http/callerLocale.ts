/** The first language of an `Accept-Language` header as a canonical BCP 47 tag; empty where there is none. */
export function callerLocale(acceptLanguage: string | undefined): string {
  const first = acceptLanguage?.split(',', 1)[0]?.split(';', 1)[0]?.trim() ?? ''
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/.test(first)) return ''
  try {
    return Intl.getCanonicalLocales(first)[0] ?? ''
  } catch {
    return ''
  }
}
