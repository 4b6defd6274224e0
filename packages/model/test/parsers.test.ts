import * as model from '@canonry/model'
import {
  type ParseFailure,
  parseDecimal,
  parsePointer,
  parseRefKey,
  rateFromPercent,
  refKey,
} from '@canonry/model'
import fc from 'fast-check'
import type { Result } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'

type Parser = (value: unknown) => Result<unknown, ParseFailure<string>>

const exported: readonly (readonly [string, unknown])[] = Object.entries(model)
const named = exported.filter(
  ([name, value]) => name.startsWith('parse') && typeof value === 'function',
) as unknown as readonly (readonly [string, Parser])[]
const parsers: readonly (readonly [string, Parser])[] = [
  ...named,
  ['rateFromPercent', rateFromPercent],
]

const almost = fc.constantFrom(
  ...['0', '-1', '1e5', '1e1234', '1.e', '+', '-.5', '7 %', '', ' ', 'EUR', 'XXX', 'eur', 'EURO'],
  ...['2026-02-30T00:00:00Z', '2026-11-24T10:15:00', '9999-12-31T23:59:59Z', 'Europe/Berlin'],
  ...['4006381333930', '04006381333931', '4012345000009', '(00)340123450000000000', '+01:00'],
  ...['a/b/c/d', 'a/b/c/%zz', 'a//c/d', 'a/b/c', 'a/b/c/d/e', '/a~2', 'a', '/', '~', '__proto__'],
)
const any = fc.oneof(
  fc.jsonValue(),
  almost,
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[\d .,eE+\-%():TZ/~]{0,20}$/),
)

describe.each(parsers)('%s', (_, parse) => {
  it('reads any JSON value, or says what is wrong, where, and what would be right', () => {
    fc.assert(
      fc.property(any, (value) => {
        const answer = parse(value)
        if (answer.isOk()) return
        const { kind, message, position, example } = answer.error
        expect(kind).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
        expect(message).not.toBe('')
        expect(Number.isInteger(position)).toBe(true)
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position).toBeLessThanOrEqual(typeof value === 'string' ? value.length : 0)
        expect(parse(example).isOk()).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('says of what is no text that it is none', () => {
    for (const value of [null, undefined, 19.9, true, {}, [], ['EUR']]) {
      expect(parse(value)._unsafeUnwrapErr()).toMatchObject({ kind: 'not-text', position: 0 })
    }
  })
})

describe('what is read', () => {
  const schemas: readonly (readonly [string, Parser, z.ZodType])[] = [
    ['parseDecimal', parseDecimal, model.Decimal],
    ['rateFromPercent', rateFromPercent, model.Rate],
    ['parseInstant', model.parseInstant, model.Instant],
    ['parseZone', model.parseZone, model.Zone],
    ['parseGtin', model.parseGtin, model.Gtin],
    ['parseGln', model.parseGln, model.Gln],
    ['parseSscc', model.parseSscc, model.Sscc],
    ['parseRefKey', parseRefKey, model.Ref],
  ]

  it.each(schemas)('by %s is what its schema accepts', (_, parse, schema) => {
    fc.assert(
      fc.property(any, (value) => {
        const answer = parse(value)
        if (answer.isOk()) expect(schema.safeParse(answer.value).success).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('as a business date or in a zone is a date and an instant, or none', () => {
    const texts = any.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    fc.assert(
      fc.property(texts, texts, texts, (at, zone, cutOver) => {
        const date = model.businessDate(at, { zone, cutOver })
        if (date.isOk()) expect(model.LocalDate.safeParse(date.value).success).toBe(true)
        const local = model.inZone(at, zone)
        if (local.isOk()) expect(model.Instant.safeParse(local.value).success).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('in a zone is none where its local year has more than four digits', () => {
    const last = '9999-12-31T23:59:59Z'
    expect(model.inZone(last, 'Asia/Tokyo')._unsafeUnwrapErr().kind).toBe('not-an-instant')
    expect(model.inZone(last, 'UTC').isOk()).toBe(true)
    expect(model.inZone('yesterday', 'UTC')._unsafeUnwrapErr().kind).toBe('not-an-instant')
  })
})

describe('a failure of parseDecimal', () => {
  it.each([
    ['', 'not-a-number', 0],
    ['1,5', 'not-a-number', 1],
    ['12 €', 'not-a-number', 2],
    ['-', 'not-a-number', 1],
    ['1.5.2', 'not-a-number', 3],
    ['0x1F', 'not-a-number', 1],
    ['1e', 'not-a-number', 2],
    ['1e1234', 'exponent-too-long', 5],
  ])('of %j is %s at %i', (text, kind, position) => {
    expect(parseDecimal(text)._unsafeUnwrapErr()).toMatchObject({ kind, position })
  })
})

describe('parseRefKey', () => {
  it('reads exactly what refKey prints', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          almost,
          fc.stringMatching(/^(?:[a-z%25F]{0,3}\/){3}[a-z%25F]{0,4}$/),
          fc.stringMatching(/^a\/b\/c\/(?:%uD83D|%uDE00|%u0000|%25|x){1,4}$/),
        ),
        (key) => {
          parseRefKey(key).match(
            (ref) => expect(refKey(ref)).toBe(key),
            () => undefined,
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['a/b/c/%zz', 'unknown-escape', 6],
    ['a/b/c/%u0041', 'unknown-escape', 6],
    ['a/b/c/%uD83D%uDE00', 'unknown-escape', 6],
    ['a/b/c/\ud83d', 'unknown-escape', 6],
    ['a/b/c', 'not-four-parts', 5],
    ['a/b/c/d/e', 'not-four-parts', 7],
    ['a//c/d', 'empty-part', 1],
    ['/b/c/d', 'empty-part', 0],
  ])('says of %j that it is %s at %i', (key, kind, position) => {
    expect(parseRefKey(key)._unsafeUnwrapErr()).toMatchObject({ kind, position })
  })
})

describe('parsePointer', () => {
  it.each([
    ['lines', 'no-slash', 0],
    ['/a~2', 'unknown-escape', 3],
    ['/a~', 'unknown-escape', 3],
  ])('says of %j that it is %s at %i', (text, kind, position) => {
    expect(parsePointer(text)._unsafeUnwrapErr()).toMatchObject({ kind, position })
  })
})
