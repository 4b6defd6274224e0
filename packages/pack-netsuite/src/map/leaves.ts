import {
  type Leaf,
  leaf,
  type Refusal,
  refuse,
  type ValueDomain,
  type WireDecimal,
} from '@canonry/mapping'
import { type Decimal, multiplyDecimals, negateDecimal } from '@canonry/model'
import { taxCodeOfTitle, titleOfTaxCode } from '../book/book-tax.js'
import type { Reference } from '../wire/reference.js'
import { numberFrom, wireDecimal } from '../wire/wire-decimal.js'

/** A number as an exact decimal, through a function and its inverse. */
function numeric(definition: {
  name: string
  doc: string
  /** Values that it often has. */
  typical?: readonly Decimal[]
  read: (wire: Decimal) => Decimal
  write: (value: Decimal) => Decimal
}): Leaf<WireDecimal, Decimal> {
  const { name, doc, typical, read, write } = definition
  const any: ValueDomain = { kind: 'decimal', scale: 12 }
  return leaf<WireDecimal, Decimal>({
    name,
    doc,
    loss: 'how the number was written',
    domain: {
      wire: { kind: 'number' },
      entity: typical ? { kind: 'any-of', of: [{ kind: 'words', words: typical }, any] } : any,
    },
    decode: (wire) => {
      const decimal = wireDecimal(wire)
      return decimal === undefined ? refuse('decimal', 'a number') : read(decimal)
    },
    encode: (value) => numberFrom(write(value)),
  })
}

/** An amount, quantity or price as it is. */
export const number = numeric({
  name: 'number',
  doc: 'JSON number, exact',
  read: (wire) => wire,
  write: (value) => value,
})

/** The amount of a discount line, which NetSuite keeps negative. */
export const takenOff = numeric({
  name: 'takenOff',
  doc: 'amount with the other sign',
  read: negateDecimal,
  write: negateDecimal,
})

/** A rate in percent: `19.0` in the document is `"0.19"` in the entity. */
export const percent = numeric({
  name: 'percent',
  doc: 'percent as a fraction',
  typical: ['0.19', '0.07', '0.025', '0'],
  read: (wire) => multiplyDecimals(wire, '0.01'),
  write: (value) => multiplyDecimals(value, '100'),
})

/** A date as the first moment of that day in UTC: the day is all that NetSuite keeps. */
export const day: Leaf<string, string> = leaf({
  name: 'day',
  doc: 'date as midnight UTC',
  lossless: true,
  domain: {
    wire: { kind: 'date' },
    entity: { kind: 'moment', zone: 'UTC', step: 86_400_000 },
  },
  decode: (wire) => (isDay(wire) ? `${wire}T00:00:00Z` : refuse('date', 'a date YYYY-MM-DD')),
  encode: (value) => dayOf(value),
})

/** Whether a value is an internal id: digits, as text. */
export function isInternalId(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d{1,64}$/.test(value)
}

function dayOf(value: string): string | Refusal {
  const date = value.slice(0, 10)
  return value === `${date}T00:00:00Z` && isDay(date) ? date : refuse('date', 'midnight UTC')
}

function isDay(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  )
}

const CODE = { kind: 'matching', pattern: '^[A-Z]{2}$' } as const

/** A country's code, plain or as `{ id, refName }`; written plain. */
export const country: Leaf<string | Reference, string> = leaf<string | Reference, string>({
  name: 'country',
  doc: 'ISO 3166-1 alpha-2',
  loss: "the country's name",
  domain: {
    wire: {
      kind: 'any-of',
      of: [CODE, { kind: 'words', words: [{ id: 'DE', refName: 'Germany' }] }],
    },
    entity: CODE,
  },
  decode: (wire) => {
    const code = typeof wire === 'object' && wire !== null ? wire.id : wire
    return typeof code === 'string' ? code : refuse('type', 'a country')
  },
  encode: (value) => value,
})

/** The id of a tax code as a title. */
export const taxTitle: Leaf<string, string> = leaf({
  name: 'taxTitle',
  doc: 'tax code 7 as "Tax code 7"',
  lossless: true,
  domain: {
    wire: { kind: 'matching', pattern: '^\\d{1,9}$' },
    entity: { kind: 'matching', pattern: '^Tax code \\d{1,9}$' },
  },
  decode: (wire) => (isInternalId(wire) ? titleOfTaxCode(wire) : refuse('id', 'an internal id')),
  encode: (value) => taxCodeOfTitle(value) ?? refuse('no-word', 'a title of a tax code'),
})

/** The internal id of a currency as its ISO 4217 code, as the account's profile says. */
export function currencyOf(currencies: Readonly<Record<string, string>>): Leaf<string, string> {
  const codes = new Map(Object.entries(currencies).map(([code, id]) => [id, code]))
  return leaf({
    name: 'currency',
    doc: 'internal id of a currency, as the profile says',
    lossless: true,
    domain: {
      wire: { kind: 'words', words: [...codes.keys()] },
      entity: { kind: 'words', words: [...codes.values()] },
    },
    decode: (wire) => codes.get(wire) ?? refuse('currency', 'a currency that the profile names'),
    encode: (code) =>
      Object.hasOwn(currencies, code)
        ? (currencies[code] as string)
        : refuse('currency', 'a currency that the profile gives an internal id'),
  })
}
