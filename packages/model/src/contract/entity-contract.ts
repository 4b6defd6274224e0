import { z } from 'zod'
import { type EntityName, entities } from '../entity/entities.js'
import { type FieldNotes, notesOf } from '../entity/field-notes.js'
import { personalMark, retentionScope } from '../entity/personal-data.js'
import { sharedSchemas } from './shared-schemas.js'

/**
 * The major version of the published schemas and events.
 *
 * Inside a major only changes that are compatible for readers and writers are made; another major
 * comes with a mapping from the one before.
 */
export const CONTRACT_MAJOR = 1

/** The name of an entity in addresses, file names and event types: `stockMove` is `stock-move`. */
export function contractName(name: EntityName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** The address under which the JSON Schema of an entity is published. */
export function contractId(name: EntityName): string {
  return `https://canonry.dev/schema/${contractName(name)}/${CONTRACT_MAJOR}.json`
}

/** A JSON Schema document. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * The published contract of an entity: JSON Schema, draft 2020-12, made from its zod schema.
 *
 * Open: it accepts properties that it does not declare, so that readers survive additions. Fields
 * with personal data say so in `x-personal-data`, and how long they are kept in `x-retention`;
 * `x-unit` says what a number counts in, `x-owner` which kind of system usually owns it.
 */
export function contractOf(name: EntityName): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(entities[name].schema, {
    target: 'draft-2020-12',
    io: 'input',
    metadata: sharedSchemas(),
    override: ({ zodSchema, jsonSchema }) => annotate(zodSchema, jsonSchema),
  })
  return { $schema, $id: contractId(name), title: name, ...schema }
}

// a copy repeats what the schema that it was made from has said
function ownNotes(schema: z.core.$ZodType): FieldNotes {
  const { parent } = schema._zod
  const known: FieldNotes = parent ? notesOf(parent) : {}
  const own = Object.entries(notesOf(schema)).filter(
    ([name, note]) => note !== known[name as keyof FieldNotes],
  )
  return Object.fromEntries(own)
}

function annotate(schema: z.core.$ZodType, json: Record<string, unknown>): void {
  const mark = personalMark(schema)
  const retention = mark?.retention ?? retentionScope(schema)
  const notes = ownNotes(schema)
  if (notes.description !== undefined) json['description'] = notes.description
  if (notes.unit !== undefined) json['x-unit'] = notes.unit
  if (notes.owner !== undefined) json['x-owner'] = notes.owner
  if (mark) json['x-personal-data'] = mark.personal
  if (retention !== undefined) json['x-retention'] = retention
  for (const name of ['$id', 'id']) delete json[name]
}
