import { isJsonObject } from '../wire/json-object.js'
import { type Account, findByExternalId, nameOf } from './account.js'
import { invalidValue, type Problem, userError } from './problem.js'
import {
  ADDRESS_PROPERTIES,
  type PropertyNames,
  type RecordSchema,
  type ReferenceKind,
} from './record-schema.js'
import type { Fields } from './stored-record.js'

/** A request body with names in the platform's spelling and references resolved. */
export interface ReadBody {
  readonly fields: Fields
  readonly sublists: Readonly<Record<string, readonly Fields[]>>
  /** Names that the record does not have. */
  readonly unknown: readonly string[]
  /** The first thing that cannot be accepted. */
  readonly problem?: Problem
}

interface Shape {
  readonly properties: PropertyNames
  readonly references: Readonly<Record<string, ReferenceKind>>
  readonly readOnly: ReadonlySet<string>
  readonly subrecords: readonly string[]
  readonly columns?: ReadonlySet<string>
}

interface Reader {
  readonly account: Account
  readonly unknown: string[]
  readonly problems: Problem[]
}

const ADDRESS: Shape = {
  properties: ADDRESS_PROPERTIES,
  references: {},
  readOnly: new Set(['lastModifiedDate', 'links', 'refName']),
  subrecords: [],
}

/** Reads what a client sent for a record: any case of names, read-only values left out. */
export function readBody(account: Account, schema: RecordSchema, body: object): ReadBody {
  const reader: Reader = { account, unknown: [], problems: [] }
  const all = readElement(reader, schema, { value: body, path: '' })
  const fields: Fields = {}
  const sublists: Record<string, Fields[]> = {}
  for (const [name, value] of Object.entries(all)) {
    if (schema.sublists[name]) sublists[name] = readSublist(reader, schema, { name, value })
    else fields[name] = value
  }
  const [problem] = reader.problems
  return { fields, sublists, unknown: reader.unknown, ...(problem ? { problem } : {}) }
}

function readSublist(
  reader: Reader,
  schema: RecordSchema,
  { name, value }: { name: string; value: unknown },
): Fields[] {
  const sublist = schema.sublists[name]
  const items = isJsonObject(value) ? value['items'] : undefined
  if (!sublist || !Array.isArray(items)) {
    reader.problems.push(userError(`The sublist ${name} must be an object with items.`, name))
    return []
  }
  const columns = name === 'item' ? reader.account.columns : undefined
  const shape = { ...sublist, ...(columns ? { columns } : {}) }
  return items.map((element, index) =>
    readElement(reader, shape, { value: element, path: `${name}.items[${index}].` }),
  )
}

function readElement(
  reader: Reader,
  shape: Shape,
  { value, path }: { value: unknown; path: string },
): Fields {
  const read: Fields = {}
  if (!isJsonObject(value)) {
    reader.problems.push(userError('An object is expected.', path.replace(/\.$/, '')))
    return read
  }
  for (const [given, inner] of Object.entries(value)) {
    const name = spelling(shape, given)
    if (name === undefined) reader.unknown.push(`${path}${given}`)
    else if (!shape.readOnly.has(name)) {
      read[name] = readValue(reader, shape, { name, value: inner, path: `${path}${name}` })
    }
  }
  return read
}

function spelling(shape: Shape, given: string): string | undefined {
  const lower = given.toLowerCase()
  return shape.properties.get(lower) ?? (shape.columns?.has(lower) ? lower : undefined)
}

function readValue(
  reader: Reader,
  shape: Shape,
  { name, value, path }: { name: string; value: unknown; path: string },
): unknown {
  if (value === null) return null
  const kind = shape.references[name]
  if (kind) return readReference(reader, kind, { name, value, path })
  if (shape.subrecords.includes(name))
    return readElement(reader, ADDRESS, { value, path: `${path}.` })
  const longest = Object.hasOwn(LONGEST, name) ? (LONGEST[name] ?? 0) : Number.POSITIVE_INFINITY
  if (typeof value === 'string' && value.length > longest) {
    reader.problems.push(userError(tooLong(name, longest), path))
  }
  return value
}

// as accounts were seen to refuse them, characters; other fields have limits as well
const LONGEST: Readonly<Record<string, number>> = { memo: 999, addr1: 150, state: 30 }

function tooLong(name: string, longest: number): string {
  return `The field ${name} contained more than the maximum number ( ${longest} ) of characters allowed.`
}

function readReference(
  reader: Reader,
  kind: ReferenceKind,
  { name, value, path }: { name: string; value: unknown; path: string },
): unknown {
  const id = referencedId(reader.account, kind, value)
  if (id !== undefined && nameOf(reader.account, kind, id) !== undefined) return { id }
  reader.problems.push(invalidValue({ value: id ?? '', name, path }))
  return null
}

function referencedId(account: Account, kind: ReferenceKind, value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (!isJsonObject(value)) return undefined
  const { id, externalId } = value
  if (typeof id === 'string' || typeof id === 'number') return String(id)
  if (typeof externalId !== 'string') return undefined
  if (kind === 'customer') return findByExternalId(account, kind, externalId)?.id
  return [...account.items.values()].find((item) => item.externalId === externalId)?.id
}
