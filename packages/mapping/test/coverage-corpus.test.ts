import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { coverage, each, from, listSpecFields, mapping, readSpec, text } from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const corpus = join(import.meta.dirname, '../../../../shared/corpus')
const corpusIsThere = existsSync(corpus) || process.env['CI'] === 'true'
const read = (path: string) => readFileSync(join(corpus, path))
const specOf = (path: string, type: string) =>
  readSpec(JSON.parse(read(path).toString()), { type })._unsafeUnwrap()

const WireLine = z.object({
  title: z.string(),
  originalTotalSet: z.object({ shopMoney: z.object({ amount: z.string() }) }),
})
const WireOrder = z.object({ name: z.string(), lineItems: z.object({ nodes: z.array(WireLine) }) })
const Line = z.object({ title: z.string(), total: z.string() })

const lineMapping = mapping({
  system: 'shopify',
  entity: 'Line',
  wire: WireLine,
  canonical: Line,
  map: ($) => ({
    title: from($.title, text),
    total: from($.originalTotalSet.shopMoney.amount, text),
  }),
})
const orderMapping = mapping({
  system: 'shopify',
  entity: 'Order',
  wire: WireOrder,
  canonical: z.object({ number: z.string(), lines: z.array(Line) }),
  map: ($) => ({
    number: from($.name, text),
    lines: each($.lineItems.nodes, lineMapping, ({ title }) => title),
  }),
})

describe.skipIf(!corpusIsThere)('coverage of published specifications (needs the corpus)', () => {
  it('ends in a GraphQL schema that goes round, with lines read by their nodes', () => {
    const file = read('shopify/graphql/admin_2026-07.introspection.json.gz')
    const introspection = JSON.parse(gunzipSync(file).toString())
    const found = coverage(orderMapping, readSpec(introspection, { type: 'Order' })._unsafeUnwrap())
    expect(found.counts).toMatchObject({ mapped: 3, preserved: 0, ignored: 0 })
    expect(found.counts.unmapped).toBeGreaterThan(150)
    expect(found.unknown).toEqual([])
    const pointers = new Map(found.fields.map((field) => [field.pointer, field]))
    expect(pointers.get('/lineItems/nodes/*/originalTotalSet/presentmentMoney')?.state).toBe(
      'unmapped',
    )
    expect(pointers.get('/lineItems/nodes/*/originalTotal')?.deprecated).toContain(
      'originalTotalSet',
    )
    expect([...pointers.keys()].filter((pointer) => /edges|pageInfo|cursor/.test(pointer))).toEqual(
      [],
    )
  })

  it.each([
    ['amazon/specs/models/orders-api-model/ordersV0.json', 'Order', '/OrderTotal/Amount', 125],
    ['amazon/specs/models/orders-api-model/ordersV0.json', 'getOrder', '/payload/OrderTotal', 125],
    ['pos/square/spec/square-openapi-2025-08-20.trimmed.json', 'Order', '/line_items/*/uid', 600],
    ['pos/lightspeed-x/spec/x-series-api-2.0.openapi.json', 'Sale', '/id', 90],
    [
      'shopify/webhook-schemas/2026-07/carts__create.schema.json',
      '/properties/line_items',
      '/*/sku',
      20,
    ],
  ])('knows the fields of %s, %s', (path, type, pointer, atLeast) => {
    const { fields } = listSpecFields(specOf(path, type))
    expect(fields).toContain(pointer)
    expect(fields.length).toBeGreaterThanOrEqual(atLeast)
    expect(new Set(fields).size).toBe(fields.length)
  })
})
