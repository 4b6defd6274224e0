import { from, leaf, type Mapping, mapping, refuse, text } from '@canonry/mapping'
import { type MappingSubject, mappingLaws } from '@canonry/mapping/testing'
import { parseDecimal } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { arbitraryShopOrder, context, shopMapping } from './shop.js'

describe('a mapping with every kind of rule', () => {
  const subject = { mapping: shopMapping, context, wire: arbitraryShopOrder, runs: 300 }
  it.each(mappingLaws)('keeps $name', ({ run }) => run(subject))
})

describe('the laws', () => {
  it.each([
    ['a leaf that trims', { decode: (wire: string) => wire.trim() }],
    ['a leaf that drops what it cannot read', { decode: (wire: string) => wire.slice(0, 2) }],
    [
      'a leaf that keeps every kept word',
      { loss: 'case', lossless: false, decode: lower, same: () => true },
    ],
    ['a leaf that writes something else', { encode: (value: string) => `${value}!` }],
    ['a leaf that gives a number', { decode: (wire: string) => wire.length as never }],
    ['a leaf that quotes what it refuses', { decode: quoting }],
  ])('catch %s', (_, defect) => {
    expect(brokenLaws(subjectOf(defect))).not.toEqual([])
  })

  it('find nothing in a leaf that forgets the case and says so', () => {
    const honest = { loss: 'case', lossless: false, decode: lower }
    expect(brokenLaws(subjectOf(honest))).toEqual([])
  })

  it('find nothing in a leaf that states its normal form', () => {
    const decimalText = {
      lossless: false,
      decode: (wire: string) => parseDecimal(wire) ?? refuse('decimal', 'a decimal'),
      encode: (value: string) => value,
      normal: (wire: string) => parseDecimal(wire) ?? wire,
    }
    const wire = fc.constantFrom({ a: '10.00' }, { a: '-0' }, { a: '7' })
    expect(brokenLaws({ ...subjectOf(decimalText), wire })).toEqual([])
  })

  it('name the law that a stale word breaks', () => {
    const defect = { loss: 'case', lossless: false, decode: lower, same: () => true }
    expect(brokenLaws(subjectOf(defect))).toContainEqual(expect.stringMatching(/^Stale residue/))
  })
})

const Text = z.object({ a: z.string() })

function subjectOf(defect: object): MappingSubject<unknown, unknown, object> {
  const broken = leaf<string, string>({ ...text, doc: 'broken', ...defect })
  const declared = mapping({
    system: 'shop',
    entity: 'Text',
    wire: Text,
    canonical: Text,
    map: ($) => ({ a: from($.a, broken) }),
  })
  const wire = fc.record({ a: fc.string({ minLength: 0, maxLength: 6 }) })
  return { mapping: declared as Mapping<unknown, unknown>, context: {}, wire, runs: 500, seed: 7 }
}

function brokenLaws(subject: MappingSubject<unknown, unknown, object>): string[] {
  return mappingLaws.flatMap(({ name, run }) => {
    try {
      run(subject)
      return []
    } catch {
      return [name]
    }
  })
}

function lower(wire: string) {
  return typeof wire === 'string' ? wire.toLowerCase() : refuse('type', 'text')
}

function quoting(wire: string) {
  return wire.length > 10 ? refuse('long', `something shorter than ${wire}`) : wire
}
