import { Instant } from '@canonry/model'
import { type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** A moment as RFC 3339 text with its offset, kept as written. */
export const instant: Leaf<string, Instant> = leaf({
  name: 'instant',
  doc: 'moment with its offset',
  lossless: true,
  decode: checkedInstant,
  encode: checkedInstant,
})

function checkedInstant(value: string): Instant | Refusal {
  return Instant.safeParse(value).success ? value : refuse('instant', 'an RFC 3339 moment')
}
