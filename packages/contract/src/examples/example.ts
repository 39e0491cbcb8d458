import type { Static, TSchema } from 'typebox'
import type { Routes } from '../routes.ts'

/** Values that a schema must accept and must refuse. */
export interface Example<Value> {
  readonly good: readonly Value[]
  readonly bad: readonly unknown[]
}

type PartExample<Route, Name extends string> = Route extends {
  readonly [Key in Name]: infer Schema extends TSchema
}
  ? { readonly [Key in Name]: Example<Static<Schema>> }
  : unknown

/** One example for every part that a route has. */
type RouteExample<Id extends keyof Routes> = PartExample<Routes[Id], 'params'> &
  PartExample<Routes[Id], 'query'> &
  PartExample<Routes[Id], 'headers'> &
  PartExample<Routes[Id], 'body'> & { readonly reply: Example<Static<Routes[Id]['success']['schema']>> }

export type RouteExamples<Id extends keyof Routes = keyof Routes> = {
  readonly [Key in Id]: RouteExample<Key>
}

/** `base` with one field changed at a time. */
export const variants = <Base extends object>(base: Base, ...changes: readonly object[]): readonly Base[] =>
  changes.map((change) => ({ ...base, ...change }))

/** `base` with one field missing at a time. */
export const without = (base: object, ...names: readonly string[]): readonly unknown[] =>
  names.map((name) => Object.fromEntries(Object.entries(base).filter(([key]) => key !== name)))
