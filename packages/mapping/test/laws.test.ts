import {
  decimal,
  eachEntry,
  from,
  group,
  leaf,
  type Mapping,
  mapping,
  refuse,
  text,
} from '@canonry/mapping'
import {
  type LawBreak,
  type MappingSubject,
  mappingLaws,
  printBreak,
} from '@canonry/mapping/testing'
import { decimalOf } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { arbitraryShopOrder, context, shopMapping } from './shop.js'

describe('a mapping with every kind of rule', () => {
  const subject = { mapping: shopMapping, context, documents: arbitraryShopOrder, runs: 300 }
  it.each(mappingLaws)('keeps $name', ({ run }) => run(subject))
})

const caseless = { loss: 'case', lossless: false, decode: lower, encode: onlyLower }

describe('a mapping whose object by name may be missing', () => {
  const Shelf = z.object({ sku: z.string(), count: z.string() })
  const shelf = mapping({
    system: 'shop',
    entity: 'Shelf',
    wire: Shelf,
    canonical: Shelf,
    map: ($) => ({ sku: from($.sku, text), count: from($.count, text) }),
  })
  const Stock = z.object({ shelves: z.record(z.string(), Shelf.omit({ sku: true })).optional() })
  const stock = mapping({
    system: 'shop',
    entity: 'Stock',
    wire: z.object({ stock: Stock }),
    canonical: z.object({ shelves: z.array(Shelf) }),
    map: ($) => ({
      shelves: eachEntry($.stock.shelves, shelf, ({ sku }) => sku, { keyed: 'sku', absent: true }),
    }),
  })
  const wire = [{ stock: {} }, { stock: { shelves: { '4711': { count: 'two' } } } }]
  it.each(mappingLaws)('keeps $name', ({ run }) => run({ mapping: stock, context: {}, wire }))

  it('keeps PutGet whatever the order of its names', () => {
    const law = mappingLaws.find(({ name }) => name.startsWith('PutGet of entities'))
    const shelves = ['a', '0'].map((sku) => ({ sku, count: 'two' }))
    const entities = fc.constant({ shelves })
    expect(law?.find({ mapping: stock, context: {}, wire, entities })).toBeUndefined()
  })
})

describe('the laws', () => {
  it.each([
    ['GetPut', 'a leaf that trims', { decode: (wire: string) => wire.trim() }],
    ['GetPut', 'a leaf that cuts off', { decode: (wire: string) => wire.slice(0, 2) }],
    ['PutGet', 'a leaf that writes more', { encode: (value: string) => `${value}!` }],
    ['Total', 'a leaf that gives a number', { decode: (wire: string) => wire.length as never }],
    [
      'Stale residue',
      'a leaf that takes every kept word for right',
      { ...caseless, same: () => true },
    ],
    ['Corruption', 'a leaf that takes anything for text', { decode: (wire: string) => wire }],
    ['Discretion', 'a leaf that quotes what it refuses', { decode: quoting }],
    [
      'No throw',
      'a leaf that throws for what is no text',
      { decode: (wire: string) => (wire.at(0) ? wire : wire) },
    ],
    [
      'Corruption',
      'a leaf that throws for what is no text',
      { decode: (wire: string) => (wire.at(0) ? wire : wire) },
    ],
    ['Purity', 'a leaf that counts', { decode: counted }],
  ])('break at %s for %s', (law, _, defect) => {
    expect(brokenLaws(subjectOf(defect))).toContain(law)
  })

  it('find nothing in a leaf that forgets the case and says so', () => {
    expect(brokenLaws(subjectOf(caseless))).toEqual([])
  })

  it('find nothing in a leaf that states its normal form', () => {
    const decimalText = {
      lossless: false,
      domain: decimal.domain,
      decode: (wire: string) => read(wire) ?? refuse('decimal', 'a decimal'),
      encode: (value: string) =>
        decimalOf(value) === value ? value : refuse('decimal', 'a normalised decimal'),
      normal: (wire: string) => decimalOf(wire) ?? wire,
    }
    const documents = fc.constantFrom({ a: '10.00' }, { a: '-0' }, { a: '7' })
    expect(brokenLaws({ ...subjectOf(decimalText), documents })).toEqual([])
  })
})

const Note = z.object({ note: z.string().optional(), tags: z.array(z.string()) })

function noted(
  note: (text: string | undefined) => string | undefined,
  labels: (tags: readonly string[]) => readonly string[] = (tags) => tags,
): MappingSubject<unknown, unknown, object> {
  const declared = mapping({
    system: 'shop',
    entity: 'Note',
    wire: Note,
    canonical: Note,
    map: ($) => ({
      note: group(
        { text: [$.note, text] },
        { doc: 'the note', get: ({ text }) => note(text), put: (text) => ({ text }) },
      ),
      tags: group(
        { tags: $.tags },
        {
          doc: 'labels',
          get: ({ tags }): string[] => [...labels(tags)],
          put: (tags) => ({ tags: tags?.slice() }),
        },
      ),
    }),
  })
  return { mapping: declared as Mapping<unknown, unknown>, context: {}, runs: 100, seed: 7 }
}

describe('a rule', () => {
  it('that throws where a field is missing is found by documents that are made up', () => {
    const found = mappingLaws
      .find(({ name }) => name.startsWith('Total'))
      ?.find(noted((note) => (note as string).slice(0)))
    expect(found).toMatchObject({
      discrepancy: { what: 'the document is refused by "the note" (rule-threw)', wire: '/note' },
      rule: { words: 'the note' },
      sample: { wire: {} },
    })
  })

  it('that changes what it is given is found, with the place', () => {
    const sorting = noted(
      (note) => note,
      (tags) => (tags as string[]).sort(),
    )
    const wire = [{ tags: ['b', 'a'] }]
    const purity = mappingLaws.find(({ name }) => name.startsWith('Purity'))
    const found = purity?.find({ ...sorting, wire })
    expect(found).toMatchObject({
      discrepancy: { what: 'reading changes the document that it is given', wire: '/tags/0' },
      rule: { words: 'labels' },
    })
  })

  it('whose value the schema refuses is told what the schema wants, and what is there', () => {
    const nulled = noted((note) => note ?? (null as never))
    const found = mappingLaws.find(({ name }) => name.startsWith('Total'))?.find(nulled)
    expect(printBreak(found as LawBreak)).toMatch(/expected +string\n +actual +null\n/)
  })
})

const Text = z.object({ a: z.string() })

// what a broken leaf takes is not what the whole one says
const { domain: _, ...plainText } = text

function subjectOf(defect: object): MappingSubject<unknown, unknown, object> {
  const broken = leaf<string, string>({ ...plainText, doc: 'broken', ...defect })
  const declared = mapping({
    system: 'shop',
    entity: 'Text',
    wire: Text,
    canonical: Text,
    map: ($) => ({ a: from($.a, broken) }),
  })
  const documents = fc.record({ a: fc.string({ minLength: 0, maxLength: 6 }) })
  return {
    mapping: declared as Mapping<unknown, unknown>,
    context: {},
    documents,
    runs: 500,
    seed: 7,
  }
}

function brokenLaws(subject: MappingSubject<unknown, unknown, object>): string[] {
  return mappingLaws.flatMap(({ name, run }) => {
    try {
      run(subject)
      return []
    } catch {
      return [name.split(':')[0] as string]
    }
  })
}

function lower(wire: string) {
  return typeof wire === 'string' ? wire.toLowerCase() : refuse('type', 'text')
}

function onlyLower(value: string) {
  return value === value.toLowerCase() ? value : refuse('case', 'text in lower case')
}

function read(wire: unknown) {
  return typeof wire === 'string' ? decimalOf(wire) : undefined
}

let calls = 0
function counted(wire: string) {
  calls += 1
  return typeof wire === 'string' ? `${wire}${calls}` : refuse('type', 'text')
}

function quoting(wire: string) {
  return wire.length > 10 ? refuse('long', `something shorter than ${wire}`) : wire
}
