import { each, from, leaf, mapping, text } from '@canonry/mapping'
import { mappingLaws, reduceValue } from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

describe('reducing a value', () => {
  it('keeps the order of the fields that are left', () => {
    const value = { a: { x: 1, y: 2 }, b: 3, c: { z: 4 } }
    const isStill = (smaller: unknown) => /"a":\{.*"x".*"c"/.test(JSON.stringify(smaller))
    expect(JSON.stringify(reduceValue(value, isStill))).toBe('{"a":{"x":1},"c":{}}')
  })

  it('gives a value that is still of the kind, also where the first field counts', () => {
    // `last` is always wrong, `first` is where it lacks its x
    const firstWrong = (value: object) =>
      Object.entries(value).find(([key, field]) => key === 'last' || !('x' in field))?.[0]
    const isStill = (smaller: unknown) =>
      'first' in (smaller as object) && firstWrong(smaller as object) === 'last'
    const smallest = reduceValue({ first: { x: 1, y: 2 }, other: { x: 1 }, last: 3 }, isStill)
    expect(smallest).toEqual({ first: { x: 1 }, last: 3 })
    expect(isStill(smallest)).toBe(true)
  })
})

describe('the example of a broken law', () => {
  const { domain: _, ...plain } = text
  const trimmed = leaf<string, string>({ ...plain, doc: 'trimmed', decode: (wire) => wire.trim() })
  const Line = z.object({ sku: z.string() })
  const Order = z.object({ name: z.string(), lines: z.array(Line).min(1) })
  const line = mapping({
    system: 'shop',
    entity: 'Line',
    wire: Line,
    canonical: Line,
    map: ($) => ({ sku: from($.sku, text) }),
  })
  const order = mapping({
    system: 'shop',
    entity: 'Order',
    wire: z.object({ name: z.string(), lines: z.array(Line) }),
    canonical: Order,
    map: ($) => ({ name: from($.name, trimmed), lines: each($.lines, line, ({ sku }) => sku) }),
  })

  it('is an entity of the canonical schema', () => {
    const law = mappingLaws.find(({ name }) => name.startsWith('PutGet of entities'))
    const entities = fc.constant({ name: ' Zoë ', lines: [{ sku: 'A' }, { sku: 'B' }] })
    const found = law?.find({ mapping: order, context: {}, entities })
    expect(found?.discrepancy).toMatchObject({ entity: '/name' })
    expect(found?.sample).toEqual({ entity: { name: ' Zoë ', lines: [{ sku: 'A' }] } })
  })
})
