import { type Currency, currencyExponent, fromUnits, instantOf, inZone } from '@canonry/model'
import { arbitraryCurrency, arbitraryGtin, arbitraryMoment } from '@canonry/model/testing'
import fc from 'fast-check'
import { compileDatePattern } from '../leaves/date-pattern.js'
import type { MomentDomain, ValueDomain } from '../leaves/domain.js'
import type { Leaf } from '../leaves/leaf.js'
import { numberOf } from '../wire/wire-number.js'
import { arbitraryText } from './arbitrary-text.js'

/** What leaves may ask of a document: a currency, a zone, a system and an account. */
export type LeafContext = Readonly<Record<string, unknown>>

type AnyValues = fc.Arbitrary<unknown>
type Kind = ValueDomain['kind']
type Makers = {
  readonly [K in Kind]: (
    domain: Extract<ValueDomain, { kind: K }>,
    context: LeafContext,
  ) => AnyValues
}

/** Wire values that a leaf reads, out of its domain; nothing is known of a leaf without one. */
// biome-ignore lint/suspicious/noExplicitAny: leaves of all types
export function arbitraryWireOf(leaf: Leaf<any, any, any>, context: LeafContext = {}): AnyValues {
  return arbitraryIn(domainsOf(leaf).wire, context)
}

/** Entity values that a leaf writes, and that come back equal. */
// biome-ignore lint/suspicious/noExplicitAny: leaves of all types
export function arbitraryEntityOf(leaf: Leaf<any, any, any>, context: LeafContext = {}): AnyValues {
  return arbitraryIn(domainsOf(leaf).entity, context)
}

// biome-ignore lint/suspicious/noExplicitAny: leaves of all types
function domainsOf({ name, domain }: Leaf<any, any, any>) {
  if (domain === undefined) throw new Error(`the leaf ${name} does not say its domain`)
  return domain
}

// an arbitrary of texts is dear to make, and domains say the same again and again
const known = new Map<string, AnyValues>()

function arbitraryIn(domain: ValueDomain, context: LeafContext): AnyValues {
  const { currency, zone, system, account } = context
  const name = JSON.stringify([domain, currency, zone, system, account])
  const found = known.get(name)
  if (found) return found
  const make = MAKERS[domain.kind] as (domain: ValueDomain, context: LeafContext) => AnyValues
  const made = make(domain, context)
  known.set(name, made)
  return made
}

const MAKERS: Makers = {
  text: () => arbitraryText,
  boolean: () => fc.boolean(),
  words: ({ words }) => fc.constantFrom(...words),
  integer: ({ min, max }) => fc.integer({ min, max }).map((number) => number + 0),
  number: () => fc.oneof(fc.integer(), arbitraryDecimalOf(12).map(numberOf)),
  matching: ({ pattern }) => fc.stringMatching(new RegExp(pattern)),
  decimal: ({ scale }, context) =>
    arbitraryDecimalOf(scale === 'currency' ? exponentOf(context) : scale),
  currency: () => arbitraryCurrency,
  gtin: ({ lengths }) => arbitraryGtin.filter((gtin) => fits(gtin, Math.max(...lengths))),
  'gtin-digits': ({ lengths }) =>
    fc
      .tuple(arbitraryGtin, fc.constantFrom(...lengths))
      .filter(([gtin, length]) => fits(gtin, length))
      .map(([gtin, length]) => gtin.slice(14 - length)),
  'gtin-number': () => arbitraryGtin.map(Number),
  date: () => arbitraryMoment.map((ms) => instantOf(ms).slice(0, 10)),
  instant: () =>
    fc.oneof(arbitraryMoments({ kind: 'moment', zone: 'written', step: 1 }, {}), finer),
  moment: arbitraryMoments,
  written: ({ pattern, moment }, context) => {
    const form = compileDatePattern(pattern)
    return arbitraryMoments(moment, context).map((instant) => form.print(wallOf(instant)))
  },
  ref: ({ of, id }, context) =>
    arbitraryIn(id, context).map((made) => {
      return { system: context['system'], account: context['account'], kind: of, id: made }
    }),
  money: ({ amount, currency }, context) =>
    arbitraryIn(amount, context).map((made) => {
      return { amount: made, currency: currency ?? context['currency'] }
    }),
  list: ({ of }, context) => fc.array(arbitraryIn(of, context), { maxLength: 4 }),
  'any-of': ({ of }, context) => fc.oneof(...of.map((domain) => arbitraryIn(domain, context))),
}

// at most 15 digits in all, so that steps of any scale stay whole doubles
function arbitraryDecimalOf(scale: number): fc.Arbitrary<string> {
  const most = 10n ** 15n
  const whole = 10n ** BigInt(Math.max(0, 15 - scale))
  return fc.oneof(
    fc.bigInt({ min: -most, max: most }).map((units) => fromUnits(units, scale)),
    fc.bigInt({ min: -whole, max: whole }).map((units) => fromUnits(units, 0)),
    fc.integer({ min: -99, max: 99 }).map((units) => fromUnits(BigInt(units), scale)),
  )
}

function exponentOf({ currency }: LeafContext): number {
  return currencyExponent(currency as Currency)
}

function fits(gtin: string, length: number): boolean {
  return /^0*$/.test(gtin.slice(0, 14 - length))
}

const OFFSETS = ['+01:00', '-03:30', '+05:45', '+00:00', '-11:00']
const HOUR_MS = 3_600_000

function arbitraryMoments(
  { zone, step, milliseconds }: MomentDomain,
  context: LeafContext,
): fc.Arbitrary<string> {
  const moments = arbitraryMoment.map((ms) => Math.floor(ms / step) * step)
  if (zone === 'written') {
    return fc
      .tuple(moments, fc.constantFrom(...OFFSETS))
      .map(([ms, offset]) => shortened(instantOf(ms)).replace('Z', offset))
  }
  const known = zone === 'context' ? String(context['zone']) : zone
  if (known === 'UTC') return moments.map((ms) => (milliseconds ? instantOf : shown)(ms))
  return moments.filter((ms) => isShownOnce(ms, known)).map((ms) => inZoneOf(ms, known))
}

const finer = fc
  .stringMatching(/^\.\d{4,9}$/)
  .map((fraction) => `2026-11-24T10:15:00${fraction}+01:00`)

function shown(ms: number): string {
  return shortened(instantOf(ms))
}

function shortened(instant: string): string {
  return instant.replace('.000Z', 'Z')
}

// clocks are put back by half an hour or more; the second pass belongs to no text of its own
function isShownOnce(ms: number, zone: string): boolean {
  const wall = inZoneOf(ms, zone).slice(0, 19)
  return [0.5, 1, 2].every((hours) => inZoneOf(ms - hours * HOUR_MS, zone).slice(0, 19) !== wall)
}

function inZoneOf(ms: number, zone: string): string {
  return inZone(instantOf(ms), zone).unwrapOr('')
}

function wallOf(instant: string) {
  return {
    date: instant.slice(0, 10),
    time: instant.slice(11, 19),
    fraction: /\.\d+/.exec(instant)?.[0] ?? '',
    offset: instant.endsWith('Z') ? 'Z' : instant.slice(-6),
  }
}
