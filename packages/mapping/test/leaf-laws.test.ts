import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  bool,
  cases,
  country,
  currency,
  dateText,
  decimal,
  decimalNumber,
  decimalText,
  duration,
  epoch,
  epochText,
  flag,
  gln,
  gtin,
  gtinNumber,
  instant,
  instantText,
  int,
  intText,
  isRefusal,
  type Leaf,
  languageTag,
  localDate,
  localInstant,
  localTime,
  minorUnits,
  moneyIn,
  percent,
  percentNumber,
  rate,
  readWire,
  ref,
  sameValue,
  scaled,
  steps,
  table,
  tags,
  text,
  textRef,
  unit,
  WireNumber,
  wireId,
  zone,
} from '@canonry/mapping'
import { arbitraryZone } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryEntityOf, arbitraryWireOf } from '../src/testing/leaf-arbitraries.js'

// biome-ignore lint/suspicious/noExplicitAny: the table holds leaves of all types
type AnyLeaf = Leaf<any, any, any>

/** Every leaf that the package exports, and every way to make one. */
const leaves: Readonly<Record<string, AnyLeaf | readonly AnyLeaf[]>> = {
  bool,
  cases: [cases([null, 'none'], [1, 'one']), cases([true, 'yes'], [false, 'no'], [null, 'no'])],
  country,
  currency,
  dateText: [dateText('MM/dd/yyyy'), dateText('M/d/yyyy'), dateText('MMddyyyy')],
  decimal,
  decimalNumber,
  decimalText: [
    decimalText({ decimal: ',' }),
    decimalText({ decimal: ',', group: '.' }),
    decimalText({ decimal: '.', group: ',', parentheses: true, suffix: '%' }),
    decimalText({ decimal: '.', group: '\u202f' }),
  ],
  duration,
  epoch: [epoch('ms'), epoch('s')],
  epochText: [epochText('ms'), epochText('s')],
  flag: [flag('Y', 'N'), flag(1, 0), flag(['true', 'True'], ['false', ''])],
  gln,
  gtin: [gtin(), gtin({ length: 13 }), gtin({ lostZeros: true })],
  gtinNumber,
  instant,
  instantText: [
    instantText("yyyy-MM-dd HH:mm:ss 'UTC'", 'UTC'),
    instantText("EEE, dd MMM yyyy HH:mm:ss 'GMT'", 'UTC'),
    instantText('dd.MM.yyyy HH:mm', 'Europe/Berlin'),
    instantText('yyyy-MM-dd HH:mm:ss xx'),
    instantText("yyyy-MM-dd'T'HH:mm:ss[.S]XXX"),
  ],
  int,
  intText,
  languageTag,
  localDate,
  localInstant: [localInstant(), localInstant('yyyy-MM-dd H:mm:ss')],
  localTime,
  minorUnits: [minorUnits(), minorUnits('JPY'), minorUnits('KWD')],
  moneyIn: [moneyIn(decimal), moneyIn(minorUnits()), moneyIn(decimalNumber, 'EUR')],
  percent,
  percentNumber,
  rate,
  ref: ref('Order'),
  scaled: [scaled(decimalText({ decimal: ',', suffix: '%' }), 2), scaled(rate, -3)],
  steps: [steps(3), steps(7)],
  table: [
    table({ A: 'a' }),
    table({ A: 'a', B: 'a', C: 'c' }),
    table({ A: 'a' }, { unknown: 'other' }),
  ],
  tags: [tags(','), tags(';')],
  text,
  textRef: textRef('Order'),
  unit,
  wireId,
  zone,
}
const all = Object.entries(leaves).flatMap(([name, made]): [string, AnyLeaf][] =>
  isList(made) ? made.map((leaf) => [`${name}: ${leaf.doc}`, leaf]) : [[name, made]],
)
const contexts = fc.record({
  system: fc.constant('shop'),
  account: fc.constant('acme'),
  currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
  zone: arbitraryZone,
})
const anything = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.constantFrom(undefined, new WireNumber('1e400'), new WireNumber('12345678901234567890.5')),
)

// what is exported beside leaves: the wire's schemas and the parts that packs make leaves of
const PARTS = ['leaf', 'ownId', 'refOf', 'readWireId', 'writeWireId']

describe('the table of leaves', () => {
  it('has every leaf of the package, and every function that makes one', () => {
    const index = readFileSync(join(import.meta.dirname, '../src/index.ts'), 'utf8')
    const exported = [...index.matchAll(/export \{([^}]*)\} from '\.\/leaves\//g)]
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.trim())
      .filter((name) => /^[a-z]\w*$/.test(name) && !PARTS.includes(name))
    expect(Object.keys(leaves).sort()).toEqual(exported.sort())
    expect(all.every(([, leaf]) => leaf.domain !== undefined)).toBe(true)
  })
})

describe.each(all)('the leaf %s', (_, leaf) => {
  it('answers for every wire value, and is as honest as it says', () => {
    fc.assert(
      fc.property(anything, contexts, (wire, context) => provesHonest(leaf, { wire, context })),
      { numRuns: 100 },
    )
  })

  it('answers for every entity value, and reads what it wrote', () => {
    fc.assert(
      fc.property(anything, contexts, (value, context) => {
        const wire = leaf.encode(value, context)
        if (!isRefusal(wire)) expect(isRefusal(leaf.decode(wire, context))).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('reads the wire values of its domain, as honestly as it says', () => {
    fc.assert(
      fc.property(inContext(leaf, arbitraryWireOf), ({ value: wire, context }) => {
        expect(isRefusal(leaf.decode(wire, context))).toBe(false)
        provesHonest(leaf, { wire, context })
      }),
      { numRuns: 100 },
    )
  })

  it('writes the entity values of its domain, which come back equal', () => {
    fc.assert(
      fc.property(inContext(leaf, arbitraryEntityOf), ({ value, context }) => {
        const wire = leaf.encode(value, context)
        expect(isRefusal(wire)).toBe(false)
        expect(leaf.decode(wire, context)).toEqual(value)
      }),
      { numRuns: 100 },
    )
  })

  it('says no without quoting what it was given', () => {
    const secret = 'Zoë §7 Example'
    const context = { system: 'shop', account: 'acme', currency: secret, zone: secret }
    const answers = [secret, { secret }, [secret]].flatMap((value) => [
      leaf.decode(value, context),
      leaf.encode(value, context),
    ])
    for (const answer of answers.filter(isRefusal)) {
      expect(JSON.stringify(answer)).not.toContain(secret)
    }
  })

  it('has one level of honesty, and a normal form only where it is not lossless', () => {
    expect(leaf.lossless === true && (leaf.loss !== undefined || leaf.normal)).toBeFalsy()
    expect(leaf.lossless ?? leaf.loss ?? leaf.normal).toBeDefined()
  })
})

interface Given {
  readonly wire: unknown
  readonly context: object
}

function provesHonest(leaf: AnyLeaf, { wire, context }: Given): void {
  const value = leaf.decode(wire, context)
  if (isRefusal(value)) return
  expect(value).toBeDefined()
  const back = leaf.encode(value, context)
  if (leaf.loss !== undefined && isRefusal(back)) return
  expect(isRefusal(back)).toBe(false)
  expect(leaf.decode(back, context)).toEqual(value)
  if (isLossless(leaf, wire)) expect(sameValue(back, wire)).toBe(true)
  else if (leaf.loss === undefined)
    expect(sameValue(normal(leaf, back), normal(leaf, wire))).toBe(true)
}

function normal(leaf: AnyLeaf, wire: unknown): unknown {
  const once = leaf.normal?.(wire)
  expect(leaf.normal?.(once)).toEqual(once)
  return once
}

function inContext(leaf: AnyLeaf, arbitrary: typeof arbitraryWireOf) {
  return contexts.chain((context) => arbitrary(leaf, context).map((value) => ({ value, context })))
}

function isList(made: AnyLeaf | readonly AnyLeaf[]): made is readonly AnyLeaf[] {
  return Array.isArray(made)
}

describe('numbers of a text read without loss', () => {
  it.each([
    ['12345678901234567890', '12345678901234567890'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['1e21', '1000000000000000000000'],
  ])('are exact: %s', (lexeme, value) => {
    const wire = readWire(lexeme)._unsafeUnwrap() as WireNumber
    expect(decimalNumber.decode(wire, {})).toBe(value)
    expect(provesHonest(decimalNumber, { wire, context: {} })).toBeUndefined()
  })
})

function isLossless({ lossless }: AnyLeaf, wire: unknown): boolean {
  return typeof lossless === 'function' ? lossless(wire) : lossless === true
}
