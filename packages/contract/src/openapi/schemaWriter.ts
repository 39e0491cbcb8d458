import type { TSchema } from 'typebox'
import * as errors from '../errors.ts'
import * as appointments from '../schemas/appointments.ts'
import * as availability from '../schemas/availability.ts'
import * as business from '../schemas/business.ts'
import * as codesAndSessions from '../schemas/codesAndSessions.ts'
import * as discovery from '../schemas/discovery.ts'
import * as health from '../schemas/health.ts'
import * as heartbeat from '../schemas/heartbeat.ts'
import * as services from '../schemas/services.ts'
import * as slots from '../schemas/slots.ts'
import * as staff from '../schemas/staff.ts'
import * as values from '../schemas/values.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

export interface SchemaWriter {
  /** Plain JSON Schema; what this package exports by name becomes a reference to a component. */
  write(schema: TSchema): JsonSchema
  /** The components that have been referred to so far, by name. */
  components(): Readonly<Record<string, JsonSchema>>
}

const MODULES: readonly object[] = [
  values,
  errors,
  services,
  staff,
  business,
  availability,
  slots,
  codesAndSessions,
  appointments,
  heartbeat,
  health,
  discovery,
]

/** Schemas are exported under names like `SlotFields`; lists of words under names like `SLOT_STATUSES`. */
const isNameOfSchema = (name: string): boolean => /^[A-Z][a-z]/.test(name)

const NAMES = new Map<unknown, string>(
  MODULES.flatMap((module) =>
    Object.entries(module)
      .filter(([name]) => isNameOfSchema(name))
      .map(([name, schema]): [unknown, string] => [schema, name]),
  ),
)

export const createSchemaWriter = (): SchemaWriter => {
  const components = new Map<string, JsonSchema>()

  const copyParts = (value: object): JsonSchema =>
    Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part)]))

  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    return write(value)
  }

  const write = (schema: object): JsonSchema => {
    const name = NAMES.get(schema)
    if (name === undefined) return copyParts(schema)
    if (!components.has(name)) components.set(name, copyParts(schema))
    return { $ref: `#/components/schemas/${name}` }
  }

  return {
    write,
    components: () => Object.fromEntries([...components].sort(([a], [b]) => a.localeCompare(b))),
  }
}
