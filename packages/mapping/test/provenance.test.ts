import { decode, from, instantText, localInstant, mapping, provenance } from '@canonry/mapping'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { arbitraryShopOrder, context, shopMapping } from './shop.js'
import { storeMapping } from './store.js'

describe('provenance', () => {
  it('names the place of the document, the rule, and the operation', () => {
    expect(provenance(shopMapping, '/note')).toEqual([
      {
        entity: '/note',
        source: 'wire',
        wire: ['/note'],
        context: [],
        rule: 'text',
        write: 'changeNote',
      },
    ])
  })

  it('passes the index of an element on, and * stands for any', () => {
    expect(provenance(shopMapping, '/lines/3/taxes/*/rate')).toMatchObject([
      { entity: '/lines/3/taxes/*/rate', wire: ['/lines/3/taxes/*/rate'] },
    ])
  })

  it('takes a whole, a part of a value, and everything', () => {
    const line = provenance(shopMapping, '/lines/0').map(({ entity }) => entity)
    expect(line).toEqual([
      '/lines/0/key',
      '/lines/0/ref',
      '/lines/0/price',
      '/lines/0/taxes/*/title',
      '/lines/0/taxes/*/rate',
    ])
    const [price] = provenance(shopMapping, '/lines/0/price/amount')
    expect(price).toMatchObject({
      entity: '/lines/0/price',
      wire: ['/lines/0/price', '/lines/0/price_set/amount', '/lines/0/price_set/currency_code'],
      context: ['/currency'],
    })
    expect(provenance(shopMapping, '').length).toBeGreaterThan(20)
    expect(provenance(shopMapping, '/buyer')).toHaveLength(2)
  })

  it('does not guess which element of a shared list came from where', () => {
    expect(provenance(shopMapping, '/fees/1/amount')).toMatchObject([
      { entity: '/fees/1/amount', wire: ['/fees/*/amount'] },
      { entity: '/fees/1', wire: ['/tip'] },
    ])
    expect(provenance(storeMapping, '/shelves/0/count')).toMatchObject([
      { entity: '/shelves/0/count', wire: ['/stock/*/count'], write: 'setCount' },
    ])
  })

  it('tells values that come from no place of the document', () => {
    const sourceOf = (pointer: string) =>
      provenance(storeMapping, pointer).map(({ source, rule }) => [source, rule])
    expect(provenance(shopMapping, '/channel')).toMatchObject([
      { source: 'constant', wire: [], rule: 'always "shop"' },
    ])
    expect(provenance(shopMapping, '/lines/0/key')).toMatchObject([{ source: 'position' }])
    expect(sourceOf('/units')).toEqual([['entity', 'all that stands on shelves']])
    expect(sourceOf('/floor')).toEqual([['absent', 'absent']])
  })

  it('knows fields that are read together, and the operation of what is around', () => {
    expect(provenance(storeMapping, '/closes')).toMatchObject([
      { entity: '/closes', wire: ['/hours'], write: 'setHours' },
    ])
    expect(provenance(storeMapping, '/manager').map(({ write }) => write)).toEqual([
      'setManager',
      'setPhone',
    ])
  })

  it('knows values that are found by the name of a pair', () => {
    expect(provenance(storeMapping, '/area')).toMatchObject([
      { entity: '/area', wire: ['/extras/*'], rule: expect.stringContaining('“m2”') },
    ])
  })

  it('hands a moment no context, unless its zone is the document’s', () => {
    const Wire = z.object({ zone: z.string(), placed: z.string(), shipped: z.string() })
    const dated = mapping({
      system: 'odd',
      entity: 'Dated',
      wire: Wire,
      canonical: z.object({ placedAt: z.string(), shippedAt: z.string() }),
      context: ($) => ({ zone: $.zone }),
      map: ($) => ({
        placedAt: from($.placed, instantText('dd.MM.yyyy HH:mm', 'Europe/Berlin')),
        shippedAt: from($.shipped, localInstant()),
      }),
    })
    expect(provenance(dated, '').map(({ entity, context }) => [entity, context])).toEqual([
      ['/placedAt', []],
      ['/shippedAt', ['/zone']],
    ])
  })

  it('gives nothing for a place that the entity does not have', () => {
    for (const pointer of ['/nowhere', '/lines/x/key', '/note~1', '/__proto__', '/lines/00/key']) {
      expect(provenance(shopMapping, pointer)).toEqual([])
    }
  })

  it('knows where every value of every entity comes from', () => {
    fc.assert(
      fc.property(arbitraryShopOrder, (wire) => {
        const { entity } = decode(shopMapping, wire, context)._unsafeUnwrap()
        for (const pointer of valuesIn(entity)) {
          expect(provenance(shopMapping, pointer)).not.toEqual([])
        }
      }),
    )
  })
})

function valuesIn(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer]
  return Object.entries(value).flatMap(([key, field]) => valuesIn(field, `${pointer}/${key}`))
}
