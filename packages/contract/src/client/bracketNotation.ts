/** What can be written as form fields. `undefined` is left out, `null` becomes an empty value. */
export type FormValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly FormValue[]
  | { readonly [name: string]: FormValue }

const isList = (value: FormValue): value is readonly FormValue[] => Array.isArray(value)

const isNested = (value: FormValue): value is readonly FormValue[] | { readonly [name: string]: FormValue } =>
  typeof value === 'object' && value !== null

const encode = (text: string): string => encodeURIComponent(text).replace(/%20/g, '+')

const pairsOf = (name: string, value: FormValue): readonly string[] => {
  if (value === undefined) return []
  if (!isNested(value)) return [`${encode(name)}=${encode(value === null ? '' : String(value))}`]
  if (isList(value)) {
    return value.flatMap((item, index) => pairsOf(`${name}[${isNested(item) ? index : ''}]`, item))
  }
  return Object.keys(value).flatMap((key) => pairsOf(`${name}[${key}]`, value[key]))
}

/** `application/x-www-form-urlencoded` as `jQuery.param` writes it: `data[poll][date]=…`, `list[]=…`. */
export const toBracketNotation = (fields: { readonly [name: string]: FormValue }): string =>
  Object.keys(fields)
    .flatMap((name) => pairsOf(name, fields[name]))
    .join('&')
