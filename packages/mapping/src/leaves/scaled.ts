import { type Decimal, decimalOf, fromUnits, toUnits } from '@canonry/model'
import { isRefusal, refuse } from '../refusal.js'
import { decimal } from './decimal.js'
import type { ValueDomain } from './domain.js'
import { decimalNumber, type JsonNumber } from './json-number.js'
import { type Leaf, leaf } from './leaf.js'

// the inner leaf has the last word on length, after the shift
const LONGEST = 128

/**
 * A number that a document holds so many powers of ten too large: `scaled(decimal, 2)` reads
 * percent, `"19.0"` in the document is `"0.19"` in the entity.
 *
 * Exact both ways; how the number is spelled is the inner leaf's business.
 */
export function scaled<W, X>(number: Leaf<W, Decimal, X>, digits: number): Leaf<W, Decimal, X> {
  const { domain } = number
  return leaf<W, Decimal, X>({
    ...number,
    name: 'scaled',
    doc: `${number.doc}; the entity's value times 10^${digits}`,
    ...(domain && { domain: { ...domain, entity: shiftedDomain(domain.entity, digits) } }),
    decode: (wire, context) => {
      const value = number.decode(wire, context)
      return isRefusal(value) ? value : shifted(value, digits)
    },
    encode: (value, context) =>
      isNormal(value)
        ? number.encode(shifted(value, -digits), context)
        : refuse('decimal', 'a normalised decimal'),
    ...(number.same && {
      same: (wire: W, value: Decimal, context: X) =>
        isNormal(value) && number.same?.(wire, shifted(value, -digits), context) === true,
    }),
  })
}

/** Percent as text: `"19.0"` in the document is the rate `"0.19"` in the entity. */
export const percent: Leaf<string, Decimal> = {
  ...scaled(decimal, 2),
  name: 'percent',
  doc: 'percent as text, exact; 19.0 is the rate 0.19',
}

/** Percent as a JSON number: `19` in the document is the rate `"0.19"` in the entity. */
export const percentNumber: Leaf<JsonNumber, Decimal> = {
  ...scaled(decimalNumber, 2),
  name: 'percentNumber',
  doc: 'percent as a JSON number, exact; 19 is the rate 0.19',
}

/** The decimal divided by so many powers of ten. */
function shifted(value: Decimal, digits: number): Decimal {
  const point = value.indexOf('.')
  const scale = point < 0 ? 0 : value.length - point - 1
  return fromUnits(toUnits(value, scale) as bigint, scale + digits)
}

function isNormal(value: unknown): value is Decimal {
  return typeof value === 'string' && value.length <= LONGEST && decimalOf(value) === value
}

function shiftedDomain(domain: ValueDomain, digits: number): ValueDomain {
  if (domain.kind !== 'decimal' || typeof domain.scale !== 'number') return domain
  return { kind: 'decimal', scale: domain.scale + digits }
}
