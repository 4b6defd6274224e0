import type { Instant } from '@canonry/model'
import { z } from 'zod'
import { type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** A moment as RFC 3339 text with its offset, kept as written. */
export const instant: Leaf<string, Instant> = leaf({
  name: 'instant',
  doc: 'moment with its offset',
  lossless: true,
  domain: { wire: { kind: 'instant' }, entity: { kind: 'instant' } },
  decode: checkedInstant,
  encode: checkedInstant,
})

// the expression of the model's Instant, without the cost of a schema for every value
const FORM = z.regexes.datetime({ offset: true })

/** Whether a value is RFC 3339 text with an offset. */
export function isInstant(value: unknown): value is Instant {
  return typeof value === 'string' && FORM.test(value)
}

function checkedInstant(value: string): Instant | Refusal {
  return isInstant(value) ? value : refuse('instant', 'an RFC 3339 moment')
}
