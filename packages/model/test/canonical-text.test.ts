import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from '../src/value/canonical-text.js'

/** The same value with the keys of all its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, part]) => [key, turned(part)]))
}

describe('canonicalText', () => {
  it('is JSON with its keys in order, lists as they are, and nothing that is undefined', () => {
    const value = { b: [2, 1], a: { d: null, c: undefined, b: 'x' }, c: true }
    expect(canonicalText(value)).toBe('{"a":{"b":"x","d":null},"b":[2,1],"c":true}')
    expect(canonicalText('b')).toBe('"b"')
    expect(canonicalText(null)).toBe('null')
  })

  it('is the same whatever the order of keys, and reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalText(turned(value))).toBe(canonicalText(value))
        expect(canonicalText(JSON.parse(canonicalText(value)))).toBe(canonicalText(value))
      }),
    )
  })

  it('tells two values apart that are not equal', () => {
    const values = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)))
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(canonicalText(a) === canonicalText(b)).toBe(isDeepStrictEqual(a, b))
      }),
    )
  })
})
