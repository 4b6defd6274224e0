/**
 * How digits beyond the scale are dropped.
 *
 * `half-up` and `half-down` decide a tie away from and towards zero, `half-even` to the even digit
 * (the banker's rule); `up` and `down` go away from and towards zero, `ceiling` and `floor` towards
 * plus and minus infinity.
 */
export type RoundingMode =
  | 'half-up'
  | 'half-even'
  | 'half-down'
  | 'down'
  | 'up'
  | 'ceiling'
  | 'floor'

/** What is known of the part that rounding drops. */
export interface DroppedPart {
  readonly negative: boolean
  /** Whether the last kept digit is odd. */
  readonly odd: boolean
  /** The dropped part against half a unit: below, equal or above. */
  readonly half: -1 | 0 | 1
}

/** Whether a magnitude with a dropped part that is not zero goes up by one unit. */
export function roundsAway({ negative, odd, half }: DroppedPart, mode: RoundingMode): boolean {
  if (mode === 'down') return false
  if (mode === 'up') return true
  if (mode === 'ceiling') return !negative
  if (mode === 'floor') return negative
  if (half !== 0) return half > 0
  return mode === 'half-up' || (mode === 'half-even' && odd)
}
