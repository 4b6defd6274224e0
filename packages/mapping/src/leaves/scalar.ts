import { refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** Text as it is. */
export const text: Leaf<string, string> = leaf({
  name: 'text',
  doc: 'text',
  lossless: true,
  decode: (wire) => (typeof wire === 'string' ? wire : refuse('type', 'text')),
  encode: (value) => (typeof value === 'string' ? value : refuse('type', 'text')),
})

/** A whole number that a double holds exactly. */
export const int: Leaf<number, number> = leaf({
  name: 'int',
  doc: 'whole number',
  lossless: true,
  decode: wholeNumber,
  encode: wholeNumber,
})

/** A truth value. */
export const bool: Leaf<boolean, boolean> = leaf({
  name: 'bool',
  doc: 'yes or no',
  lossless: true,
  decode: (wire) => (typeof wire === 'boolean' ? wire : refuse('type', 'true or false')),
  encode: (value) => (typeof value === 'boolean' ? value : refuse('type', 'true or false')),
})

function wholeNumber(value: number) {
  return Number.isSafeInteger(value) ? value : refuse('type', 'a whole number below 2^53')
}
