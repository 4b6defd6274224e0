import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listTexts } from '../src/index.js'

const ORDERS = { list: 'orders', name: 'id' }

/** A document with a list of orders, as anybody may print it. */
const documents = fc
  .record({
    before: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
    orders: fc.array(
      fc
        .tuple(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), fc.option(fc.string()))
        .map(([fields, id]) => {
          const { ['id']: _, ...rest } = fields
          return id === null ? rest : { ...rest, id }
        }),
    ),
    indent: fc.constantFrom(0, 2, '\t'),
  })
  .map(({ before, orders, indent }) => {
    const { ['orders']: _, ...rest } = before
    return { orders, text: JSON.stringify({ ...rest, orders, after: [{ id: 'x' }] }, null, indent) }
  })

describe('the elements of a list, as they stand in a text', () => {
  it('are what reading the text brings, each with its name', () => {
    fc.assert(
      fc.property(documents, ({ text, orders }) => {
        const found = listTexts(text, ORDERS)
        expect(found?.map((element) => JSON.parse(element.text))).toEqual(
          JSON.parse(JSON.stringify(orders)),
        )
        expect(found?.map(({ name }) => name)).toEqual(
          orders.map((order) => ('id' in order ? order['id'] : '')),
        )
      }),
    )
  })

  it('keep every character, with numbers that a double does not hold', () => {
    const text = '{ "orders": [ { "id" : "7", "n": 12345678901234567890.10 } ,{"id":"8"}]}'
    expect(listTexts(text, ORDERS)).toEqual([
      { text: '{ "id" : "7", "n": 12345678901234567890.10 }', name: '7' },
      { text: '{"id":"8"}', name: '8' },
    ])
  })

  it('are named by their own fields alone', () => {
    const text = String.raw`{"orders":[{"lines":[{"id":"line"}],"id":"a\"\u0041","customer":{"id":"c"}},{"id":7}]}`
    expect(listTexts(text, ORDERS)?.map(({ name }) => name)).toEqual(['a"A', ''])
  })

  it('are none where there is no such list at the top, or it does not end', () => {
    for (const text of [
      '',
      'null',
      '[]',
      '{}',
      '{"orders":null}',
      '{"orders":{"0":[]}}',
      '{"page":{"orders":[]}}',
      '{"orders":[{"id":"1"}',
      '{"orders":[{"id":]}',
      '{"orders":["',
    ]) {
      expect(listTexts(text, ORDERS), text).toBeUndefined()
    }
    expect(listTexts('{"orders":[]}', ORDERS)).toEqual([])
  })

  it('are never waited for, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\ ai1') }), (text) => {
        expect(() => listTexts(`{"orders":${text}`, ORDERS)).not.toThrow()
      }),
      { numRuns: 500 },
    )
  })
})
