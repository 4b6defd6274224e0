import { WireNumber } from '@canonry/mapping'
import { isJsonObject, referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import { type Account, nameOf } from './account.js'
import type { RecordSchema, ReferenceKind } from './record-schema.js'
import type { Fields, StoredRecord } from './stored-record.js'

// whole numbers; every other number is a double and prints with a point: 10.0
const INTEGERS = new Set(['line', 'id', 'internalId', 'shipGroup'])
const ENUMS = new Set([
  'orderStatus',
  'status',
  'undepFunds',
  'itemType',
  'country',
  'taxDetailsReference',
])

/** How a record is read: `{ links, id, … }`, sublists and subrecords as links unless expanded. */
export function showRecord(
  account: Account,
  schema: RecordSchema,
  { record, expand }: { record: StoredRecord; expand: boolean },
): Fields {
  const href = `${account.origin}/services/rest/record/v1/${schema.name}/${record.id}`
  const shown: Fields = { links: linksTo(href), id: record.id }
  if (record.externalId !== undefined) shown['externalId'] = record.externalId
  shown[schema.transaction ? 'createdDate' : 'dateCreated'] = instantText(record.createdAt)
  shown['lastModifiedDate'] = instantText(record.modifiedAt)
  Object.assign(shown, showFields(account, schema, { fields: record.fields, href, expand }))
  for (const name of Object.keys(schema.sublists)) {
    const elements = record.sublists[name] ?? []
    shown[name] = expand
      ? showSublist(account, schema, { name, elements, href })
      : { links: linksTo(`${href}/${name}`) }
  }
  return shown
}

interface Shown {
  readonly references: Readonly<Record<string, ReferenceKind>>
  readonly subrecords: readonly string[]
}

function showFields(
  account: Account,
  shape: Shown,
  { fields, href, expand }: { fields: Fields; href: string; expand: boolean },
): Fields {
  const shown: Fields = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined || name === 'externalId') continue
    const kind = shape.references[name]
    if (kind) shown[name] = showReference(account, kind, value)
    else if (!shape.subrecords.includes(name)) shown[name] = showValue(name, value)
    else
      shown[name] = expand
        ? showAddress(value, `${href}/${name}`)
        : { links: linksTo(`${href}/${name}`) }
  }
  return shown
}

function showSublist(
  account: Account,
  schema: RecordSchema,
  { name, elements, href }: { name: string; elements: readonly Fields[]; href: string },
): Fields {
  const sublist = schema.sublists[name]
  const items = elements.map((fields, index) => {
    const element = `${href}/${name}/${fields['line'] ?? fields['id'] ?? index + 1}`
    const shown = sublist && showFields(account, sublist, { fields, href: element, expand: true })
    return { links: linksTo(element), ...shown }
  })
  const { length } = items
  const links = linksTo(`${href}/${name}`)
  return { links, count: length, hasMore: false, items, offset: 0, totalResults: length }
}

function showReference(account: Account, kind: ReferenceKind, value: unknown): Fields {
  const id = referenceIdOf(value) ?? ''
  return { links: [], id, refName: nameOf(account, kind, id) }
}

function showAddress(value: unknown, href: string): Fields {
  const shown: Fields = { links: linksTo(href) }
  if (!isJsonObject(value)) return shown
  for (const [name, inner] of Object.entries(value)) {
    if (inner !== null) shown[name] = showValue(name, inner)
  }
  return shown
}

function showValue(name: string, value: unknown): unknown {
  if (ENUMS.has(name)) return { id: referenceIdOf(value), refName: referenceIdOf(value) }
  const decimal = typeof value === 'string' ? undefined : wireDecimal(value)
  if (decimal === undefined || INTEGERS.has(name)) return value
  return new WireNumber(decimal.includes('.') ? decimal : `${decimal}.0`)
}

function linksTo(href: string): Fields[] {
  return [{ rel: 'self', href }]
}

function instantText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
