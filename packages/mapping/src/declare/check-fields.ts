import { z } from 'zod'
import type { AnyMapping } from './node.js'
import { isRule } from './rule.js'

/**
 * Throws where a literal has a rule for a field that the entity does not have: TypeScript compares
 * what a function returns without looking for more than is asked for.
 */
export function checkFields(shape: object, mapping: Omit<AnyMapping, 'nodes'>): void {
  const { system, entity, canonical } = mapping
  for (const pointer of unknownFields(shape, canonical)) {
    throw new Error(`${system} ${entity}: the entity has no ${pointer}`)
  }
}

function* unknownFields(shape: object, schema: z.ZodObject, around = ''): Generator<string> {
  for (const [field, value] of Object.entries(shape)) {
    const pointer = `${around}/${field}`
    const inner = schema.shape[field]
    if (inner === undefined && isClosed(schema)) yield pointer
    if (!isRule(value) && inner instanceof z.ZodObject) yield* unknownFields(value, inner, pointer)
  }
}

function isClosed({ def: { catchall } }: z.ZodObject): boolean {
  return catchall === undefined || catchall instanceof z.ZodNever
}
