import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { createCatalogue } from '../src/connector/catalogue.js'
import type { Call } from '../src/connector/source.js'
import type { Fault } from '../src/simulator/index.js'
import { pulled } from './pulled.js'
import { createWorld, MERCHANT, type World } from './world.js'

const TEN_MINUTES = 600_000
const own = (kind: string, id: string) => ({ system: 'square', account: MERCHANT, kind, id })
const lookups = ({ requests }: World) =>
  requests.filter(({ url }) => url.endsWith('/catalog/batch-retrieve'))

const DOWN: Failure = { kind: 'transient.unknown', message: 'down' }

const DOWN_FOR_A_WHILE: Fault = { kind: 'answer', status: 503 }

/** A catalogue of objects that can be changed, and what was asked of it. */
function shop(objects: Record<string, object>) {
  let now = 0
  let isDown = false
  const asked: string[][] = []
  const call: Call = async ({ body }) => {
    const { object_ids } = body as { object_ids: string[] }
    asked.push(object_ids)
    const found = object_ids.flatMap((id) => objects[id] ?? [])
    const answer: Result<{ text: string; wire: unknown; date: null }, Failure> = isDown
      ? err(DOWN)
      : ok({ text: '', wire: { objects: found }, date: null })
    return answer
  }
  return {
    asked,
    catalogue: createCatalogue(call, () => now),
    pass: (ms: number) => {
      now += ms
    },
    break: () => {
      isDown = true
    },
  }
}

const variation = (id: string, item_variation_data: object) => ({
  type: 'ITEM_VARIATION',
  id,
  item_variation_data,
})

describe('what the catalogue of Square says of variations', () => {
  it('stands beside every order, count and change, so that each is known by its SKU', async () => {
    const world = createWorld({ tickets: 80 })
    await world.merchant.run()
    const bodies = await pulled(world)
    const said = (entity: string) =>
      bodies.flatMap((part) => (part.entity === entity ? [part.body as Goods] : []))
    const skus = new Map(world.merchant.articles.map(({ variation, sku }) => [variation, sku]))
    for (const entity of ['order', 'return', 'stockMove', 'stockPosition']) {
      const goods = said(entity).flatMap((body) => body.lines ?? [body])
      expect(goods.length, entity).toBeGreaterThan(0)
      for (const { variant, sku } of goods) expect(sku, entity).toBe(skus.get(variant?.id ?? ''))
    }
    const beans = said('stockPosition').filter(({ sku }) => sku === 'BEANS')
    expect(new Set(beans.map(({ unit }) => unit))).toEqual(new Set(['KGM']))
    // one call for all variations, one for their units
    expect(lookups(world)).toHaveLength(2)
  })

  it('stands beside what is read by its id', async () => {
    const world = createWorld({ tickets: 1 })
    await world.merchant.run()
    const [sale] = world.merchant.books()
    const [order] = (await world.connector.read([own('Order', sale?.id ?? '')]))._unsafeUnwrap()
    const sold = [...new Set(sale?.goods.map(({ variation }) => variation))].sort()
    expect(Object.keys(JSON.parse(order?.text ?? '').catalogue)).toEqual(sold)
  })

  it('fails the read where it cannot be had: there is no order without its SKUs', async () => {
    const world = createWorld({ tickets: 1 })
    await world.merchant.run()
    const [sale] = world.merchant.books()
    world.fault = ({ url }) =>
      url.endsWith('/catalog/batch-retrieve') ? DOWN_FOR_A_WHILE : undefined
    const read = await world.connector.read([own('Order', sale?.id ?? '')])
    expect(read._unsafeUnwrapErr().kind).toBe('transient.unknown')
    const pulled = await world.connector.pull?.(JSON.stringify({ stage: 'counts' }))
    expect(pulled?._unsafeUnwrapErr().kind).toBe('transient.unknown')
  })

  it('is remembered for ten minutes, or until the item is read anew', async () => {
    const { catalogue, asked, pass } = shop({ V1: variation('V1', { sku: 'A' }) })
    const find = async () => (await catalogue.find(['V1', 'V1']))._unsafeUnwrap()
    expect(await find()).toEqual({ V1: { sku: 'A' } })
    pass(TEN_MINUTES - 1)
    await find()
    expect(asked).toEqual([['V1']])
    pass(1)
    await find()
    expect(asked).toHaveLength(2)
    catalogue.forget({ item_data: { variations: [{ id: 'V1' }] } })
    await find()
    expect(asked).toHaveLength(3)
  })

  it('is asked for again where it has no SKU or does not exist, so that new ones count at once', async () => {
    const objects: Record<string, object> = { V1: variation('V1', {}) }
    const { catalogue } = shop(objects)
    expect((await catalogue.find(['V1', 'V2']))._unsafeUnwrap()).toEqual({ V1: {} })
    objects['V1'] = variation('V1', { sku: 'A' })
    objects['V2'] = variation('V2', { sku: 'B' })
    objects['I1'] = { type: 'ITEM', id: 'I1' }
    expect((await catalogue.find(['V1', 'V2', 'I1']))._unsafeUnwrap()).toEqual({
      V1: { sku: 'A' },
      V2: { sku: 'B' },
    })
  })

  it('is no more than SKU and unit, so that a new version of the catalogue alone changes no document', async () => {
    const data = { sku: 'A', name: 'Mug', price_money: { amount: 1, currency: 'USD' } }
    const objects: Record<string, object> = { V1: { ...variation('V1', data), version: 1 } }
    const [before, after] = [shop(objects), shop(objects)]
    const first = (await before.catalogue.find(['V1']))._unsafeUnwrap()
    objects['V1'] = { ...variation('V1', { ...data, name: 'Cup' }), version: 2, is_deleted: true }
    expect((await after.catalogue.find(['V1']))._unsafeUnwrap()).toEqual(first)
  })

  it('brings the unit, of which one that is not to be had is one of the merchant’s own', async () => {
    const measurement_unit = { custom_unit: { name: 'Crate', abbreviation: 'cr' } }
    const { catalogue, asked } = shop({
      V1: variation('V1', { sku: 'A', measurement_unit_id: 'U1' }),
      V2: variation('V2', { sku: 'B', measurement_unit_id: 'U2' }),
      U1: { type: 'MEASUREMENT_UNIT', id: 'U1', measurement_unit_data: { measurement_unit } },
    })
    expect((await catalogue.find(['V1', 'V2']))._unsafeUnwrap()).toEqual({
      V1: { sku: 'A', measurement_unit },
      V2: { sku: 'B', measurement_unit: { custom_unit: { name: '', abbreviation: '' } } },
    })
    expect(asked).toEqual([
      ['V1', 'V2'],
      ['U1', 'U2'],
    ])
  })

  it('is asked for 1,000 variations at a time, and not at all where none is named', async () => {
    const { catalogue, asked } = shop({})
    const many = Array.from({ length: 2_001 }, (_, index) => `V${index}`)
    expect((await catalogue.find(many))._unsafeUnwrap()).toEqual({})
    expect(asked.map(({ length }) => length)).toEqual([1_000, 1_000, 1])
    expect((await catalogue.find([]))._unsafeUnwrap()).toEqual({})
    expect(asked).toHaveLength(3)
  })

  it('hands on why it is not to be had', async () => {
    const { catalogue, break: fail } = shop({})
    fail()
    expect((await catalogue.find(['V1']))._unsafeUnwrapErr()).toBe(DOWN)
  })
})

interface Goods {
  readonly variant?: { readonly id: string }
  readonly sku?: string
  readonly unit?: string
  readonly lines?: readonly Goods[]
}
