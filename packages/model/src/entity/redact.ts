import type { z } from 'zod'
import { personalMark } from './personal-data.js'
import { ANY, KEY, layersOf, partsOf } from './schema-parts.js'

type Schema = z.core.$ZodType

const MASK = '[personal]'
const OPAQUE: ReadonlySet<string> = new Set(['unknown', 'any', 'custom', 'transform', 'file'])
const BRANCHES: ReadonlySet<string> = new Set(['object', 'array', 'record', 'tuple', 'map', 'set'])

/**
 * An entity as it may stand in a log: every value that is marked as personal is masked, and so is
 * every value that the schema does not know; keys, lists and types stay as they are.
 *
 * Text becomes `[personal]`, numbers 0, flags `false`. Where a value could belong to several
 * alternatives, it is masked if any of them marks it.
 */
export function redact(schema: Schema, entity: unknown): unknown {
  return redactBy([schema], entity)
}

function redactBy(schemas: readonly Schema[], value: unknown): unknown {
  const known = alternatives(schemas)
  if (known.some((schema) => personalMark(schema))) return mask(value)
  if (Array.isArray(value)) {
    return value.map((element, index) => redactBy(inside(known, String(index)), element))
  }
  if (typeof value === 'object' && value !== null) return redactObject(known, value)
  return known.some(isScalar) ? value : mask(value)
}

function redactObject(schemas: readonly Schema[], value: object): unknown {
  const hidesKeys = alternatives(partsAt(schemas, KEY)).some((schema) => personalMark(schema))
  const entries = Object.entries(value).map(([key, child], index) => {
    const name = hidesKeys ? `${MASK} ${index + 1}` : key
    return [name, redactBy(inside(schemas, key), child)]
  })
  return Object.fromEntries(entries)
}

/** The schemas themselves and all that speak about the same value. */
function alternatives(schemas: readonly Schema[]): readonly Schema[] {
  return [...new Set(schemas.flatMap(layersOf))]
}

/** The schemas of a key: its own where it is declared, else those of any key. */
function inside(schemas: readonly Schema[], key: string): readonly Schema[] {
  return schemas.flatMap((schema) => {
    const own = partsAt([schema], key)
    return own.length > 0 && key !== ANY ? own : partsAt([schema], ANY)
  })
}

function partsAt(schemas: readonly Schema[], token: string | undefined): readonly Schema[] {
  return schemas.flatMap((schema) =>
    partsOf(schema)
      .filter((part) => part.token === token)
      .map((part) => part.schema),
  )
}

function isScalar(schema: Schema): boolean {
  const { type } = schema._zod.def
  return !OPAQUE.has(type) && !BRANCHES.has(type) && partsAt([schema], undefined).length === 0
}

function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mask)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mask(child)]))
  }
  if (typeof value === 'string') return MASK
  if (typeof value === 'number') return 0
  return typeof value === 'boolean' ? false : value
}
