import type { GtinLength } from '@canonry/model'

/**
 * Which values one side of a leaf takes, as plain data: documents are written and values generated
 * from it.
 *
 * A domain may be narrower than what the leaf accepts, never wider: every value of the wire side
 * decodes, and every value of the entity side encodes and comes back equal.
 */
export type ValueDomain =
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  /** One of these values; an object where the leaf makes one of a word. */
  | {
      readonly kind: 'words'
      readonly words: readonly (string | number | boolean | null | object)[]
    }
  /** A whole JSON number. */
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  /** Any JSON number, also one that a double cannot hold. */
  | { readonly kind: 'number' }
  /** Text that a regular expression matches, anchored, without look-around. */
  | { readonly kind: 'matching'; readonly pattern: string }
  /** A normalised decimal with at most so many digits after the point. */
  | { readonly kind: 'decimal'; readonly scale: number | 'currency' }
  | { readonly kind: 'currency' }
  /** A GTIN of 14 digits, short enough for one of these lengths. */
  | { readonly kind: 'gtin'; readonly lengths: readonly GtinLength[] }
  /** The digits of a GTIN in one of these lengths. */
  | { readonly kind: 'gtin-digits'; readonly lengths: readonly GtinLength[] }
  | { readonly kind: 'gtin-number' }
  | { readonly kind: 'date' }
  /** RFC 3339 text with any offset and any fraction. */
  | { readonly kind: 'instant' }
  /** An instant that a clock of the zone shows once, in steps of so many milliseconds. */
  | MomentDomain
  /** A moment as a date pattern writes it. */
  | { readonly kind: 'written'; readonly pattern: string; readonly moment: MomentDomain }
  | { readonly kind: 'ref'; readonly of: string; readonly id: ValueDomain }
  | { readonly kind: 'money'; readonly amount: ValueDomain; readonly currency?: string }
  | { readonly kind: 'list'; readonly of: ValueDomain }
  | { readonly kind: 'any-of'; readonly of: readonly ValueDomain[] }

/** Moments on the clock of one zone, of the document's zone, or with an offset of their own. */
export interface MomentDomain {
  readonly kind: 'moment'
  readonly zone: string
  readonly step: 1 | 1000 | 60_000 | 86_400_000
  /** Whether UTC is written as `Z` with milliseconds, as {@link instantOf} does it. */
  readonly milliseconds?: true
}

/** The domains of both sides of a leaf. */
export interface LeafDomain {
  readonly wire: ValueDomain
  readonly entity: ValueDomain
}
