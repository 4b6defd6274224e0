import { type Decimal, decimalOf } from '@canonry/model'
import { type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

// digits without end are no amount, and big integers of them cost quadratic time
const LONGEST = 64

/** What decimals are generated with: far below the limit, so that two places of shift still fit. */
export const SOME_DECIMAL = { kind: 'decimal', scale: 12 } as const

/** Decimal text: `"10.00"` in the document is `"10"` in the entity. */
export const decimal: Leaf<string, Decimal> = leaf({
  name: 'decimal',
  doc: 'decimal text, exact; trailing zeros do not count',
  domain: {
    wire: { kind: 'matching', pattern: '^[+-]?\\d{1,18}(\\.\\d{0,12})?([eE][+-]?[0-9])?$' },
    entity: SOME_DECIMAL,
  },
  decode: (wire) => (typeof wire === 'string' ? readDecimal(wire) : refuse('type', 'decimal text')),
  encode: checkedDecimal,
  normal: (wire) => decimalOf(wire) ?? wire,
})

/** The decimal that a text of bounded length says, of bounded length itself. */
export function readDecimal(text: string): Decimal | Refusal {
  const value = text.length > LONGEST ? undefined : decimalOf(text)
  if (value !== undefined && value.length <= LONGEST) return value
  return refuse('decimal', `a decimal of at most ${LONGEST} characters`)
}

/** The value itself where it is a normalised decimal of bounded length. */
export function checkedDecimal(value: Decimal): Decimal | Refusal {
  const isNormal =
    typeof value === 'string' && value.length <= LONGEST && decimalOf(value) === value
  return isNormal ? value : refuse('decimal', 'a normalised decimal')
}
