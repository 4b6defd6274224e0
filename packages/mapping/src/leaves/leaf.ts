import type { Refusal } from '../refusal.js'
import type { LeafDomain } from './domain.js'

/**
 * Turns one wire value into one canonical value and back.
 *
 * A leaf is total: it gets whatever the document holds and answers with a value or
 * {@link refuse}. It has one of three levels of honesty, which the laws check:
 * - `lossless`: encoding what was decoded gives the same wire value (or, as a function, whether it
 *   does for this one);
 * - `normal`: equal in the stated normal form (`"10.00"` and `"10"`), nothing is stored;
 * - `loss`: something is forgotten; the engine keeps the original as residue and writes it back
 *   for as long as it still says the value.
 */
export interface Leaf<in out W, in out E, in X = object> {
  // first and not as methods: where a leaf does not fit, the error speaks of reading and its value
  readonly decode: (wire: W, context: X) => E | Refusal
  readonly encode: (value: E, context: X) => W | Refusal
  readonly name: string
  /** What it does, in the words of the mapping document. */
  readonly doc: string
  readonly lossless?: boolean | ((wire: W) => boolean) | undefined
  /** What may be forgotten, in words. */
  readonly loss?: string | undefined
  /** Which values its sides take. */
  readonly domain?: LeafDomain | undefined
  /** Brings a wire value to its normal form; gets only values that `decode` accepts. */
  readonly normal?: ((wire: W) => W) | undefined
  /** Whether a wire value says a canonical value; by default, whether it decodes to it. */
  readonly same?: ((wire: W, value: E, context: X) => boolean) | undefined
}

/** Defines a leaf. Its types are those that its two functions state. */
export function leaf<W, E, X = object>(definition: Leaf<W, E, X>): Leaf<W, E, X> {
  return definition
}
