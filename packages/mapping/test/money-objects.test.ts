import {
  currency,
  decimal,
  decimalNumber,
  decode,
  encode,
  from,
  JsonNumber,
  mapping,
  maybe,
  minorUnits,
  nest,
  type Residue,
  table,
} from '@canonry/mapping'
import { Money } from '@canonry/model'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Priced = z.object({ price: Money.optional(), unit: z.enum(['piece', 'other']).optional() })

const Square = z.object({ amount: z.int(), currency: z.string() })
const square = mapping({
  system: 'square',
  entity: 'Money',
  wire: Square,
  canonical: Money,
  context: ($) => ({ currency: $.currency }),
  map: ($) => ({ amount: from($.amount, minorUnits()), currency: from($.currency, currency) }),
})

const Amazon = z.object({ Amount: z.string(), CurrencyCode: z.string() })
const amazon = mapping({
  system: 'amazon',
  entity: 'Money',
  wire: Amazon,
  canonical: Money,
  map: ($) => ({ amount: from($.Amount, decimal), currency: from($.CurrencyCode, currency) }),
})

const Walmart = z.object({ currencyAmount: JsonNumber, currencyUnit: z.string() })
const walmart = mapping({
  system: 'walmart',
  entity: 'Money',
  wire: Walmart,
  canonical: Money,
  map: ($) => ({
    amount: from($.currencyAmount, decimalNumber),
    currency: from($.currencyUnit, currency),
  }),
})

const units = table({ EACH: 'piece', EA: 'piece' }, { unknown: 'other' })
const unit = z.string().optional()
const priced = {
  square: mapping({
    system: 'square',
    entity: 'Priced',
    wire: z.object({ price: Square.optional(), unit }),
    canonical: Priced,
    map: ($) => ({ price: nest($.price, square), unit: maybe($.unit, units) }),
  }),
  amazon: mapping({
    system: 'amazon',
    entity: 'Priced',
    wire: z.object({ price: Amazon.optional(), unit }),
    canonical: Priced,
    map: ($) => ({ price: nest($.price, amazon), unit: maybe($.unit, units) }),
  }),
  walmart: mapping({
    system: 'walmart',
    entity: 'Priced',
    wire: z.object({ price: Walmart.optional(), unit }),
    canonical: Priced,
    map: ($) => ({ price: nest($.price, walmart), unit: maybe($.unit, units) }),
  }),
}

describe.each([
  ['square', { amount: 1250, currency: 'USD' }, { amount: 2000, currency: 'USD' }],
  ['amazon', { Amount: '12.50', CurrencyCode: 'USD' }, { Amount: '20', CurrencyCode: 'USD' }],
  [
    'walmart',
    { currencyAmount: 12.5, currencyUnit: 'USD' },
    { currencyAmount: 20, currencyUnit: 'USD' },
  ],
] as const)('money as %s has it', (system, price, changed) => {
  const { decode: read, encode: write } = of(priced[system])
  const document = { price: { ...price, hint: 'unheard of' }, unit: 'DOZEN' }

  it('is mapped as an object of its own, so that unknown keys inside it survive', () => {
    const { entity, residue } = read(document)
    expect(entity).toEqual({ price: { amount: '12.5', currency: 'USD' }, unit: 'other' })
    const later = { ...entity, price: { amount: '20', currency: 'USD' } }
    expect(write(later, residue)).toEqual({
      ...document,
      price: { ...changed, hint: 'unheard of' },
    })
  })

  it('may be missing', () => {
    const { entity, residue } = read({})
    expect(entity).toEqual({})
    expect(write(entity, residue)).toEqual({})
  })
})

describe('a word that a table does not list', () => {
  it('is the unknown word, is written back as it was, and is not written without its document', () => {
    const { decode: read, encode: write } = of(priced.square)
    const { entity, residue } = read({ unit: 'DOZEN' })
    expect(entity).toEqual({ unit: 'other' })
    expect(write(entity, residue)).toEqual({ unit: 'DOZEN' })
    expect(write({ unit: 'piece' }, residue)).toEqual({ unit: 'EACH' })
    expect(encode(priced.square, entity, { context: {} })._unsafeUnwrapErr()).toMatchObject([
      { code: 'no-word', wire: '/unit' },
    ])
  })
})

function of(declared: (typeof priced)[keyof typeof priced]) {
  // the three read different documents into the same entity
  const one = declared as typeof priced.square
  return {
    decode: (wire: unknown) => decode(one, wire, {})._unsafeUnwrap(),
    encode: (entity: z.infer<typeof Priced>, residue: Residue) =>
      encode(one, entity, { context: {}, residue })._unsafeUnwrap(),
  }
}
