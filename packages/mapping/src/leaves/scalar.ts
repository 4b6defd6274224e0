import { decimalOf } from '@canonry/model'
import { refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

const SAFE = {
  kind: 'integer',
  min: Number.MIN_SAFE_INTEGER,
  max: Number.MAX_SAFE_INTEGER,
} as const
// as many characters as a safe whole number has, its sign included
const LONGEST = 64

/** Text as it is. */
export const text: Leaf<string, string> = leaf({
  name: 'text',
  doc: 'text',
  lossless: true,
  domain: { wire: { kind: 'text' }, entity: { kind: 'text' } },
  decode: (wire) => (typeof wire === 'string' ? wire : refuse('type', 'text')),
  encode: (value) => (typeof value === 'string' ? value : refuse('type', 'text')),
})

/** A whole number that a double holds exactly. */
export const int: Leaf<number, number> = leaf({
  name: 'int',
  doc: 'whole number',
  lossless: true,
  domain: { wire: SAFE, entity: SAFE },
  decode: wholeNumber,
  encode: wholeNumber,
})

/** A whole number as text: `"3"` in the document is `3` in the entity, and so is `"3.0"`. */
export const intText: Leaf<string, number> = leaf({
  name: 'intText',
  doc: 'whole number as text; zeros that say nothing do not count',
  domain: { wire: { kind: 'matching', pattern: '^-?0{0,3}\\d{1,15}(\\.0{1,5})?$' }, entity: SAFE },
  decode: (wire) => wholeNumber(numberOfText(wire)),
  encode: (value) => {
    const number = wholeNumber(value)
    return typeof number === 'number' ? String(number) : number
  },
  normal: (wire) => String(numberOfText(wire)),
})

/** A truth value. */
export const bool: Leaf<boolean, boolean> = leaf({
  name: 'bool',
  doc: 'yes or no',
  lossless: true,
  domain: { wire: { kind: 'boolean' }, entity: { kind: 'boolean' } },
  decode: (wire) => (typeof wire === 'boolean' ? wire : refuse('type', 'true or false')),
  encode: (value) => (typeof value === 'boolean' ? value : refuse('type', 'true or false')),
})

function wholeNumber(value: number) {
  // -0 is written as 0, so it is no number of its own
  return Number.isSafeInteger(value) ? value + 0 : refuse('type', 'a whole number below 2^53')
}

function numberOfText(wire: unknown): number {
  const digits = typeof wire === 'string' && wire.length <= LONGEST ? decimalOf(wire) : undefined
  return digits === undefined ? Number.NaN : Number(digits)
}
