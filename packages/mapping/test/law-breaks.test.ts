import { readFileSync } from 'node:fs'
import { each, from, leaf, mapping, maybe, text } from '@canonry/mapping'
import { mappingLaws, printBreak } from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const { domain: _, ...plain } = text
const trimmed = leaf<string, string>({ ...plain, doc: 'trimmed', decode: (wire) => wire.trim() })
const lineSchema = z.object({ sku: z.string(), name: z.string().optional() })
const Order = z.object({ number: z.string(), lines: z.array(lineSchema) })

const line = mapping({
  system: 'shop',
  entity: 'Line',
  wire: lineSchema,
  canonical: lineSchema,
  map: ($) => ({ sku: from($.sku, trimmed), name: maybe($.name, text) }),
})
const order = mapping({
  system: 'shop',
  entity: 'Order',
  wire: Order,
  canonical: Order,
  map: ($) => ({ number: from($.number, text), lines: each($.lines, line, ({ sku }) => sku) }),
})

const LINE =
  readFileSync(import.meta.filename, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes('sku: from($.sku, trimmed)')) + 1

function breakOf(
  name: string,
  given: { wire: readonly unknown[] } | { documents: fc.Arbitrary<unknown> },
) {
  const law = mappingLaws.find((each) => each.name.startsWith(name))
  const found = law?.find({ mapping: order, context: {}, seed: 3, ...given })
  if (!found) throw new Error(`${name} holds`)
  return found
}

const spaced = { number: 'Zoë', lines: [{ sku: 'A' }, { sku: ' B ', name: 'Zoë' }] }

describe('a broken law', () => {
  it('says why the model refuses an entity, in the words of the model', () => {
    const wire = z.object({ count: z.string() })
    const whole = { error: 'counted units are whole' }
    const canonical = z.object({ count: z.string().refine((count) => !count.includes('.'), whole) })
    const counted = mapping({
      system: 'shop',
      entity: 'Count',
      wire,
      canonical,
      map: ($) => ({ count: from($.count, text) }),
    })
    const law = mappingLaws.find(({ name }) => name.startsWith('Total'))
    const found = law?.find({ mapping: counted, context: {}, wire: [{ count: '2.5' }] })
    expect(found?.discrepancy).toMatchObject({
      what: 'the entity is not what the canonical schema describes: counted units are whole',
      entity: '/count',
    })
  })

  it('names the rule and both of its places, from either side', () => {
    const documents = fc.constant({ ...spaced, lines: spaced.lines.slice(1) })
    expect(breakOf('GetPut', { documents })).toMatchObject({
      mapping: 'shop Order',
      discrepancy: { wire: '/lines/0/sku', expected: ' B ', actual: 'B' },
      rule: { words: 'trimmed', mapping: 'shop Line', entity: '/lines/0/sku' },
    })
  })

  it('names the line of code that declares the rule', () => {
    const [declared] = breakOf('GetPut', { documents: fc.constant(spaced) }).rule?.source ?? []
    expect(declared).toMatch(new RegExp(`test/law-breaks\\.test\\.ts:${LINE}:\\d+$`))
  })

  it('comes with the smallest example that still breaks it in the same way', () => {
    expect(breakOf('GetPut', { documents: fc.constant(spaced) }).sample).toEqual({
      wire: { number: 'Zoë', lines: [{ sku: ' B ' }] },
    })
  })

  it('shows of recorded documents their shape and nothing of their content', () => {
    const found = breakOf('GetPut', { wire: [{ number: '1', lines: [] }, spaced] })
    expect(found).toMatchObject({ recorded: 2 })
    const shown = printBreak(found)
    expect(shown).toContain('recorded document 2')
    expect(shown).toContain('"sku":"text of length 3"')
    expect(shown).not.toContain('Zoë')
    expect(shown).not.toContain(' B ')
  })

  it('is printed with everything that leads to the fix', () => {
    const shown = printBreak(breakOf('GetPut', { documents: fc.constant(spaced) }))
    for (const part of [
      /^GetPut: a document/,
      /mapping +shop Order/,
      /wire +\/lines\/0\/sku/,
      /entity +\/lines\/0\/sku/,
      /expected +" B "/,
      /actual +"B"/,
      /rule +trimmed \(shop Line\)/,
      new RegExp(`declared +.*law-breaks\\.test\\.ts:${LINE}:`),
      /found with +generated values, seed 3/,
      /document +\{"number":"Zoë","lines":\[\{"sku":" B "\}\]\}/,
    ]) {
      expect(shown).toMatch(part)
    }
  })

  it('throws what it prints, for any test runner', () => {
    const law = mappingLaws.find(({ name }) => name.startsWith('GetPut'))
    const run = () => law?.run({ mapping: order, context: {}, documents: fc.constant(spaced) })
    expect(run).toThrow(/GetPut[\s\S]*law-breaks\.test\.ts/)
  })
})

describe('a rule that no document exercises', () => {
  it('is called unproven', () => {
    const documents = fc.constant({ number: '1', lines: [{ sku: 'A' }] })
    expect(breakOf('Exercise', { documents })).toMatchObject({
      rule: { entity: '/lines/*/name', wire: '/lines/*/name' },
      sample: { unproven: ['/lines/*/name'] },
    })
  })

  it('is proven by recorded documents as well as by generated ones', () => {
    const law = mappingLaws.find(({ name }) => name.startsWith('Exercise'))
    expect(law?.find({ mapping: order, context: {}, wire: [spaced] })).toBeUndefined()
    expect(law?.find({ mapping: order, context: {} })).toBeUndefined()
  })
})
