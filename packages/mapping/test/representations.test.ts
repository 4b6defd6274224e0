import {
  currency,
  dateText,
  decimalNumber,
  decimalText,
  epoch,
  epochText,
  flag,
  gtin,
  gtinNumber,
  instant,
  instantText,
  intText,
  isRefusal,
  type Leaf,
  languageTag,
  localInstant,
  minorUnits,
  moneyIn,
  percent,
  percentNumber,
  scaled,
  steps,
  table,
} from '@canonry/mapping'
import { Currency, Instant } from '@canonry/model'
import { arbitraryInstant } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// biome-ignore lint/suspicious/noExplicitAny: the tables hold leaves of all types
type AnyLeaf = Leaf<any, any, any>

const store = { currency: 'USD', zone: 'America/New_York' }
const european = decimalText({ decimal: ',', group: '.' })
const report = instantText("yyyy-MM-dd HH:mm:ss 'UTC'", 'UTC')

/** Representations as channels have them: where, how it is declared, the wire value, what it says. */
const met: readonly (readonly [string, AnyLeaf, unknown, unknown])[] = [
  ['Amazon finances, Walmart orders: JSON number', decimalNumber, -12.99, '-12.99'],
  ['Square, Clover, Shopify receipts: minor units', minorUnits(), 16125, '161.25'],
  ['the same in yen', minorUnits('JPY'), 500, '500'],
  ['the same with the currency of the document', moneyIn(minorUnits()), 1990, usd('19.9')],
  ['Clover: tax rate in steps of 1e-7', steps(7), 635_000, '0.0635'],
  ['Clover: quantity in thousandths', steps(3), 1250, '1.25'],
  ['Amazon EU settlement: decimal comma', european, '95,5', '95.5'],
  ['the same beyond a thousand', decimalText({ decimal: ',' }), '1234,5', '1234.5'],
  ['Square, POSLog: percent as text', percent, '7.75', '0.0775'],
  ['NetSuite tax details, Shopify: percent as a number', percentNumber, 11.5, '0.115'],
  [
    'Shopify: percent with its sign',
    scaled(decimalText({ decimal: '.', suffix: '%' }), 2),
    '25%',
    '0.25',
  ],
  ['Walmart orders: epoch milliseconds', epoch('ms'), 1241715945678, '2009-05-07T17:05:45.678Z'],
  ['Amazon shipping: epoch seconds', epoch('s'), 1736793268, '2025-01-13T18:34:28.000Z'],
  [
    'Amazon: epoch milliseconds as text',
    epochText('ms'),
    '1604923992000',
    '2020-11-09T12:13:12.000Z',
  ],
  [
    'Square, Lightspeed X: fractions of any length',
    instant,
    '2019-10-29T17:26:16.808603647Z',
    '2019-10-29T17:26:16.808603647Z',
  ],
  ['Amazon settlement V2', report, '2023-01-03 10:00:00 UTC', '2023-01-03T10:00:00Z'],
  [
    'Amazon settlement V2 in the EU',
    instantText("dd.MM.yyyy HH:mm:ss 'UTC'", 'UTC'),
    '03.01.2023 10:00:00 UTC',
    '2023-01-03T10:00:00Z',
  ],
  [
    'Amazon reports: no seconds',
    instantText("yyyy-MM-dd'T'HH:mmXXX"),
    '2020-10-21T00:00Z',
    '2020-10-21T00:00:00Z',
  ],
  [
    'Amazon fulfilment: a space',
    instantText('yyyy-MM-dd HH:mm:ssXXX'),
    '2020-06-09 14:00:00Z',
    '2020-06-09T14:00:00Z',
  ],
  [
    'Amazon fees estimate',
    instantText("EEE MMM dd HH:mm:ss 'UTC' yyyy", 'UTC'),
    'Mon Oct 28 18:49:32 UTC 2019',
    '2019-10-28T18:49:32Z',
  ],
  [
    'Shopify webhook samples: offset without a colon',
    instantText('yyyy-MM-dd HH:mm:ss xx'),
    '2021-12-31 19:00:00 -0500',
    '2021-12-31T19:00:00-05:00',
  ],
  [
    'Shopify fulfilment holds',
    instantText("yyyy-MM-dd HH:mm 'UTC'", 'UTC'),
    '2026-02-02 16:22 UTC',
    '2026-02-02T16:22:00Z',
  ],
  [
    'Square: both, always UTC',
    instantText("yyyy-MM-dd HH:mm:ss '+0000 UTC'", 'UTC'),
    '2023-11-09 18:05:02 +0000 UTC',
    '2023-11-09T18:05:02Z',
  ],
  [
    'HTTP headers',
    instantText("EEE, dd MMM yyyy HH:mm:ss 'GMT'", 'UTC'),
    'Fri, 07 Mar 2025 18:12:38 GMT',
    '2025-03-07T18:12:38Z',
  ],
  [
    'POSLog: local time of the store',
    localInstant(),
    '2017-10-01T15:15:27',
    '2017-10-01T15:15:27-04:00',
  ],
  [
    'Square samples: local time with a fraction',
    localInstant(),
    '2022-04-26T10:08:40.454726',
    '2022-04-26T10:08:40.454726-04:00',
  ],
  [
    'NetSuite tables: hours without a zero',
    localInstant('yyyy-MM-dd H:mm:ss'),
    '2002-03-31 0:00:00',
    '2002-03-31T00:00:00-05:00',
  ],
  ['Walmart reconciliation', dateText('MM/dd/yyyy'), '03/09/2026', '2026-03-09'],
  ['Walmart list of reports', dateText('MMddyyyy'), '03092026', '2026-03-09'],
  ['SuiteQL in an American account', dateText('M/d/yyyy'), '2/20/2025', '2025-02-20'],
  ['Amazon reports in the EU', dateText('dd.MM.yyyy'), '09.03.2026', '2026-03-09'],
  ['SuiteQL: T and F', flag('T', 'F'), 'F', false],
  ['Lightspeed R, XML: words', flag('true', 'false'), 'true', true],
  ['Walmart: Y and N', flag('Y', 'N'), 'Y', true],
  ['Walmart, SuiteQL: counts as text', intText, '-2', -2],
  ['Walmart: units in three spellings', table({ EACH: 'EA', EA: 'EA', Each: 'EA' }), 'EACH', 'EA'],
  [
    'Walmart: countries with three letters',
    table({ USA: 'US', CAN: 'CA', MEX: 'MX' }),
    'USA',
    'US',
  ],
  ['Amazon, NetSuite: languages', languageTag, 'pt_BR', 'pt-BR'],
  ['a number that a spreadsheet has cut', gtinNumber, 859975020434, '00859975020434'],
  ['the same as text', gtin({ lostZeros: true }), '859975020434', '00859975020434'],
]

describe('representations met in the channels', () => {
  it.each(met)('%s', (_, leaf, wire, value) => {
    expect(leaf.decode(wire, store)).toEqual(value)
    expect(leaf.encode(value, store)).toEqual(wire)
  })

  it.each([
    [
      'Amazon: seconds with an exponent',
      epochText('s'),
      '1.596578152E9',
      '2020-08-04T21:55:52.000Z',
      '1596578152',
    ],
    [
      'POSLog: GTIN padded to 14 digits',
      gtin(),
      '00859975020434',
      '00859975020434',
      '859975020434',
    ],
    ['thousands', european, '1.234,50', '1234.5', '1234,5'],
    [
      'negative in parentheses',
      decimalText({ decimal: '.', parentheses: true }),
      '(3.220)',
      '-3.22',
      '(3.22)',
    ],
    ['NetSuite SOAP: counts with a fraction', intText, '5.0', 5, '5'],
  ])('%s, written in its own form', (_, leaf: AnyLeaf, wire, value, written) => {
    expect(leaf.decode(wire, store)).toEqual(value)
    expect(leaf.encode(value, store)).toEqual(written)
  })

  it.each([
    ['a local decimal where the other separator is declared', european, '1,234.50'],
    ['groups of two digits', european, '1.23,5'],
    ['a fraction that looks like a group', european, '0.500'],
    ['the same below zero', european, '-0.001'],
    ['a decimal without its percent sign', decimalText({ decimal: '.', suffix: '%' }), '25'],
    ['a fraction of a cent', minorUnits(), 1.5],
    ['a date that is not', dateText('MM/dd/yyyy'), '02/30/2026'],
    ['day and month in the other order', dateText('MM/dd/yyyy'), '24/11/2026'],
    [
      'a weekday that the date is not',
      instantText("EEE, dd MMM yyyy HH:mm:ss 'GMT'", 'UTC'),
      'Mon, 07 Mar 2025 18:12:38 GMT',
    ],
    [
      'seconds with three digits, as a Square sample has them',
      instant,
      '2020-04-06T16:39:323.001Z',
    ],
    ['a time that the clocks of the store jumped over', localInstant(), '2026-03-08T02:30:00'],
    ['a GTIN with a wrong check digit', gtin(), '4006381333932'],
    ['a GTIN whose zeros are lost', gtin(), '59975020434'],
    ['a spelling of yes that is not declared', flag('true', 'false'), 'TRUE'],
  ])('refuses %s', (_, leaf: AnyLeaf, wire) => {
    expect(isRefusal(leaf.decode(wire, store))).toBe(true)
  })
})

describe('a local time that the clocks show twice', () => {
  const local = localInstant()
  it('is read as the earlier moment, and written for no other', () => {
    expect(local.decode('2026-11-01T01:30:00', store)).toBe('2026-11-01T01:30:00-04:00')
    expect(local.encode('2026-11-01T05:30:00Z', store)).toBe('2026-11-01T01:30:00')
    expect(local.encode('2026-11-01T06:30:00Z', store)).toMatchObject({ code: 'ambiguous-time' })
  })
})

describe('what a document cannot express', () => {
  it.each([
    [
      'money of another currency',
      moneyIn(minorUnits()),
      { amount: '1', currency: 'EUR' },
      'currency',
    ],
    ['a tenth of a cent', minorUnits(), '0.001', 'too-fine'],
    ['milliseconds where seconds end', report, '2026-11-24T10:15:00.5Z', 'too-fine'],
    [
      'a moment of a zone that nobody knows',
      localInstant(),
      '2026-11-24T10:15:00Z',
      'unknown-zone',
    ],
  ])('is refused: %s', (_, leaf: AnyLeaf, value, code) => {
    const context = code === 'unknown-zone' ? { zone: 'Mars/Olympus' } : store
    expect(leaf.encode(value, context)).toMatchObject({ code })
  })
})

describe('a declaration that cannot be meant', () => {
  it.each([
    ['a pattern with letters that say nothing', () => dateText('yyyy-MM-ddTHH')],
    ['a pattern without a whole date', () => dateText('MM/yyyy')],
    ['a day with a time', () => dateText('yyyy-MM-dd HH:mm')],
    ['a moment with neither offset nor zone', () => instantText('yyyy-MM-dd HH:mm')],
    ['a local time with an offset', () => localInstant('yyyy-MM-dd HH:mm xx')],
    ['a zone that nobody knows', () => instantText('yyyy-MM-dd HH:mm', 'Mars/Olympus')],
    ['minor units of what is no currency', () => minorUnits('EURO')],
    ['one sign for groups and fractions', () => decimalText({ decimal: ',', group: ',' })],
  ])('throws: %s', (_, declare) => {
    expect(declare).toThrow()
  })
})

describe('fast checks', () => {
  const nearly = fc.oneof(
    arbitraryInstant,
    arbitraryInstant.chain((text) =>
      fc
        .tuple(
          fc.nat({ max: text.length }),
          fc.constantFrom('', '0', '9', 'Z', ':', '-', '.', ' ', '\n'),
        )
        .map(([at, made]) => text.slice(0, at) + made + text.slice(at + 1)),
    ),
    fc.string(),
  )

  it('take for an instant exactly what the schema takes', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        expect(instant.decode(text, {}) === text).toBe(Instant.safeParse(text).success)
      }),
      { numRuns: 2000 },
    )
  })

  it('take for a currency exactly what the schema takes', () => {
    const letters = fc.stringMatching(/^[A-Z]{3}$/)
    const codes = fc.constantFrom(
      'EUR',
      'JPY',
      'XAU',
      'XXX',
      'XTS',
      'DEM',
      'eur',
      'EURO',
      '',
      'EUR\n',
    )
    fc.assert(
      fc.property(fc.oneof(letters, codes, fc.string()), (text) => {
        expect(currency.decode(text, {}) === text).toBe(Currency.safeParse(text).success)
      }),
      { numRuns: 2000 },
    )
  })
})

function usd(amount: string) {
  return { amount, currency: 'USD' }
}
