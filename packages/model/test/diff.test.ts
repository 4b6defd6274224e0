import {
  type Difference,
  diff,
  elementKey,
  escapePointer,
  parsePointer,
  patch,
} from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const ref = (id: string) => ({ system: 's', account: 'a', kind: 'LineItem', id })
const line = (id: string, ordered: string) => ({ ref: ref(id), quantity: { ordered } })

describe('diff', () => {
  it('tells values at the deepest places, and fields that come and go', () => {
    const before = { number: '#1', shipTo: { city: 'Ulm', zip: '1' }, note: 'x' }
    const after = { number: '#1', shipTo: { city: 'Bern', zip: '1' }, tags: ['new'] }
    expect(diff(before, after)).toEqual([
      { kind: 'changed', path: '/shipTo/city', before: 'Ulm', after: 'Bern' },
      { kind: 'removed', path: '/note', before: 'x' },
      { kind: 'added', path: '/tags', after: ['new'] },
    ])
  })

  it('follows a line by its ref when another one is put before it', () => {
    const before = { lines: [line('1', '2')] }
    const after = { lines: [line('9', '1'), line('1', '3')] }
    expect(diff(before, after)).toEqual([
      {
        kind: 'changed',
        path: '/lines/[s~1a~1LineItem~11]/quantity/ordered',
        before: '2',
        after: '3',
      },
      { kind: 'added', path: '/lines/[s~1a~1LineItem~19]', after: line('9', '1') },
      { kind: 'reordered', path: '/lines', keys: ['s/a/LineItem/9', 's/a/LineItem/1'] },
    ])
  })

  it('compares by position what has no names, or one name twice', () => {
    expect(diff([{ v: 1 }], [{ v: 2 }])).toMatchObject([{ path: '/0/v' }])
    const twins = [
      { key: 'a', v: 1 },
      { key: 'a', v: 2 },
    ]
    expect(
      diff(twins, [
        { key: 'a', v: 1 },
        { key: 'a', v: 3 },
      ]),
    ).toMatchObject([{ path: '/1/v' }])
  })

  it('names elements by key, application, ref, or as a ref with its role', () => {
    expect(elementKey({ key: 'k' })).toBe('k')
    expect(elementKey({ application: '0', amount: {} })).toBe('0')
    expect(elementKey({ ref: ref('1') })).toBe('s/a/LineItem/1')
    expect(elementKey({ ...ref('1'), role: 'number' })).toBe('s/a/LineItem/1#number')
    expect(elementKey({ title: 'VAT' })).toBeUndefined()
    expect(elementKey(null)).toBeUndefined()
  })
})

describe('patch', () => {
  const named = fc.uniqueArray(fc.record({ key: fc.string({ maxLength: 2 }), v: fc.nat(3) }), {
    selector: ({ key }) => key,
    maxLength: 5,
  })
  const json = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.record({ lines: named, more: fc.jsonValue({ maxDepth: 2 }) }),
    named,
    fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'a', '', '~/'), fc.jsonValue()),
  )

  it('makes the later state out of the earlier one, whatever both are', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const untouched = structuredClone(before)
        expect(patch(before, diff(before, after))).toEqual(after)
        expect(before).toEqual(untouched)
      }),
      { numRuns: 5000 },
    )
  })

  it('does so for orders, and finds nothing between equal ones', () => {
    fc.assert(
      fc.property(arbitraryOrder, arbitraryOrder, (before, after) => {
        expect(patch(before, diff(before, after))).toEqual(after)
        expect(diff(before, structuredClone(before))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('changes only what it names in a state that went on', () => {
    const difference = diff({ lines: [line('1', '2')] }, { lines: [line('1', '3')] })
    const later = { lines: [line('9', '1'), line('1', '2')], note: 'x' }
    expect(patch(later, difference)).toEqual({ ...later, lines: [line('9', '1'), line('1', '3')] })
  })

  it('never throws, whatever it is applied to', () => {
    const difference: fc.Arbitrary<Difference> = fc.oneof(
      fc.record({ kind: fc.constant('added' as const), path: fc.string(), after: fc.jsonValue() }),
      fc.record({
        kind: fc.constant('removed' as const),
        path: fc.string(),
        before: fc.jsonValue(),
      }),
      fc.record({
        kind: fc.constant('reordered' as const),
        path: fc.constantFrom('', '/lines', '/[a]'),
        keys: fc.array(fc.string()),
      }),
    )
    fc.assert(
      fc.property(json, fc.array(difference), (value, differences) => {
        patch(value, differences)
      }),
      { numRuns: 1000 },
    )
  })

  it('reads the pointers that are written, whatever characters a key has', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (keys) => {
        const pointer = keys.map((key) => `/${escapePointer(key)}`).join('')
        expect(parsePointer(pointer)._unsafeUnwrap()).toEqual(keys)
      }),
    )
  })
})
