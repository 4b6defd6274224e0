import { isMultipleOf } from './multiple-of.js'
import { keyword, type Place } from './place.js'
import type { SchemaShift, Shift } from './schema-change.js'
import type { ValueType } from './values.js'
import { type Pair, shiftAt } from './walk.js'

/** Compares counts (`minLength`, `maxItems`, …) that hold for one type of value. */
export function compareCounts(
  { before, after }: Pair,
  { suffix, fallback = 0 }: { suffix: string; fallback?: number },
): readonly SchemaShift[] {
  const least = (place: Place) => (keyword(place, `min${suffix}`) as number) ?? fallback
  const most = (place: Place) =>
    (keyword(place, `max${suffix}`) as number) ?? Number.POSITIVE_INFINITY
  return [
    ...compareBound(after, { at: `min${suffix}`, before: least(before), after: least(after) }),
    ...compareBound(after, { at: `max${suffix}`, before: most(before), after: most(after) }),
  ]
}

/** Compares the range and the step of numbers; a bound that is excluded counts as such. */
export function compareNumbers(pair: Pair, shared: ReadonlySet<ValueType>): readonly SchemaShift[] {
  const { before, after } = pair
  const whole = !shared.has('fraction')
  const lower = (place: Place) => boundOf(place, { whole, name: 'inimum', sign: 1 })
  const upper = (place: Place) => boundOf(place, { whole, name: 'aximum', sign: -1 })
  return [
    ...compareRange(after, { at: 'minimum', before: lower(before), after: lower(after), sign: 1 }),
    ...compareRange(after, { at: 'maximum', before: upper(before), after: upper(after), sign: -1 }),
    ...compareStep(pair),
  ]
}

interface Bound {
  readonly value: number
  readonly isExcluded: boolean
}

function boundOf(
  place: Place,
  { whole, name, sign }: { whole: boolean; name: string; sign: 1 | -1 },
): Bound {
  const plain = keyword(place, `m${name}`)
  const strict = keyword(place, `exclusiveM${name}`)
  const none = { value: sign * Number.NEGATIVE_INFINITY, isExcluded: false }
  // draft 4: `exclusiveMinimum: true` beside `minimum`
  const included = typeof plain === 'number' ? { value: plain, isExcluded: strict === true } : none
  const excluded = typeof strict === 'number' ? { value: strict, isExcluded: true } : none
  const bound = stricterOf(included, { other: excluded, sign })
  const inner = sign > 0 ? Math.ceil(bound.value) : Math.floor(bound.value)
  if (!whole || !Number.isSafeInteger(inner)) return bound
  // among whole numbers "above 0" and "from 0.5" are both "from 1"
  return {
    value: bound.isExcluded && inner === bound.value ? inner + sign : inner,
    isExcluded: false,
  }
}

function stricterOf(bound: Bound, { other, sign }: { other: Bound; sign: 1 | -1 }): Bound {
  if (bound.value === other.value) return bound.isExcluded ? bound : other
  return bound.value > other.value === sign > 0 ? bound : other
}

function compareRange(
  place: Place,
  { at, before, after, sign }: { at: string; before: Bound; after: Bound; sign: 1 | -1 },
): readonly SchemaShift[] {
  if (after.value === before.value && after.isExcluded === before.isExcluded) return []
  const stricter = stricterOf(after, { other: before, sign }) === after
  const shift = stricter ? 'narrower' : 'wider'
  const message = `${at} was ${printBound(before)} and is ${printBound(after)}`
  return [
    shiftAt(place, { at, rule: `${at}-${stricter ? 'tightened' : 'loosened'}`, shift, message }),
  ]
}

function printBound({ value, isExcluded }: Bound): string {
  if (!Number.isFinite(value)) return 'none'
  return isExcluded ? `${value} (excluded)` : String(value)
}

function compareBound(
  place: Place,
  { at, before, after }: { at: string; before: number; after: number },
): readonly SchemaShift[] {
  if (before === after) return []
  const isStricter = at.startsWith('min') === after > before
  const shift: Shift = isStricter ? 'narrower' : 'wider'
  const print = (value: number) => (Number.isFinite(value) ? String(value) : 'none')
  const message = `${at} was ${print(before)} and is ${print(after)}`
  return [
    shiftAt(place, {
      at,
      rule: `${kebab(at)}-${isStricter ? 'tightened' : 'loosened'}`,
      shift,
      message,
    }),
  ]
}

function compareStep({ before, after }: Pair): readonly SchemaShift[] {
  const earlier = keyword(before, 'multipleOf') as number | undefined
  const later = keyword(after, 'multipleOf') as number | undefined
  if (earlier === later) return []
  const isNarrower = earlier === undefined || (later !== undefined && isMultipleOf(later, earlier))
  const isWider = later === undefined || (earlier !== undefined && isMultipleOf(earlier, later))
  const shift: Shift = isNarrower ? 'narrower' : isWider ? 'wider' : 'different'
  const message = `numbers were multiples of ${earlier ?? 'anything'} and are of ${later ?? 'anything'}`
  return [shiftAt(after, { at: 'multipleOf', rule: 'multiple-of-changed', shift, message })]
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
