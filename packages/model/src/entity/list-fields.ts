import type { z } from 'zod'
import { type FieldNotes, notesOf } from './field-notes.js'
import { escapePointer } from './pointer.js'
import { ANY, layersOf, partsOf } from './schema-parts.js'

type Schema = z.core.$ZodType

/** One field of a schema, and what is told about it; `owner` may come from what it stands in. */
export interface Field extends FieldNotes {
  /** JSON Pointer; `*` stands for any element of a list and any key of a record. */
  readonly path: string
  /** The schemas that the field has: several where alternatives have the same field. */
  readonly schemas: readonly Schema[]
  readonly required: boolean
}

/**
 * All fields of a schema at every depth, each after the one that it stands in.
 *
 * A schema that contains itself is listed once.
 */
export function listFields(schema: Schema): readonly Field[] {
  const found = new Map<string, Field>()
  visit(schema, { path: '', around: [], notes: {}, found })
  return [...found.values()]
}

interface Visit {
  readonly path: string
  readonly around: readonly Schema[]
  readonly notes: FieldNotes
  readonly found: Map<string, Field>
}

function visit(schema: Schema, { path, around, notes: outer, found }: Visit): void {
  if (around.includes(schema)) return
  const layers = layersOf(schema).filter((layer) => !around.includes(layer))
  const notes = notesAt(schema, outer)
  for (const layer of layers) {
    for (const { token, schema: part } of partsOf(layer)) {
      if (token === undefined) continue
      const next = `${path}/${escapePointer(token)}`
      if (layer._zod.def.type === 'object' && token !== ANY) {
        add(found, { ...notesAt(part, notes), path: next, ...placeOf(part) })
      }
      visit(part, { path: next, around: [...around, ...layers], notes, found })
    }
  }
}

function placeOf(schema: Schema): Pick<Field, 'schemas' | 'required'> {
  return { schemas: [schema], required: schema._zod.optin === undefined }
}

/** What a schema says, the outermost first, and the owner of what it stands in. */
function notesAt(schema: Schema, { owner }: FieldNotes): FieldNotes {
  const inside = layersOf(schema).map(notesOf).reverse()
  return Object.assign({}, owner === undefined ? {} : { owner }, ...inside)
}

function add(found: Map<string, Field>, field: Field): void {
  const known = found.get(field.path)
  found.set(field.path, {
    ...field,
    ...known,
    required: field.required && (known?.required ?? true),
    schemas: [...(known?.schemas ?? []), ...field.schemas],
  })
}
