import { Gtin, type GtinLength, parseGtin, printGtin, toGtin } from '@canonry/model'
import { type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** How a document writes its trade item numbers. */
export interface GtinSpelling {
  /** The length that is written; the shortest that GS1 defines for a number unless said. */
  readonly length?: GtinLength
  /** Zeros on the left may have been lost on the way, as spreadsheets do it: they are put back. */
  readonly lostZeros?: boolean
}

const NO_GTIN = refuse('gtin', 'a GTIN with a right check digit')
const LENGTHS = [8, 12, 13, 14] as const

/** A GS1 trade item number as text, normalised to 14 digits. A wrong check digit is refused. */
export function gtin({ length, lostZeros = false }: GtinSpelling = {}): Leaf<string, Gtin> {
  const fitting = LENGTHS.filter((one) => length === undefined || one <= length)
  return leaf({
    name: 'gtin',
    doc: `GTIN${lostZeros ? ', zeros on the left put back' : ''}`,
    loss: 'in which length the number was written',
    domain: {
      wire: { kind: 'gtin-digits', lengths: fitting },
      entity: { kind: 'gtin', lengths: fitting },
    },
    decode: (wire) => {
      if (typeof wire !== 'string' || wire.length > 20) return NO_GTIN
      return readGtin(lostZeros ? padded(wire) : wire)
    },
    encode: (value) => {
      if (!isGtin(value)) return refuse('gtin', 'a GTIN of 14 digits')
      const digits = length === undefined ? printGtin(value) : toGtin(value, length)
      return digits ?? refuse('gtin', `a GTIN that fits in ${length} digits`)
    },
  })
}

/** A GTIN that was made a JSON number, and so has lost the zeros on its left. */
export const gtinNumber: Leaf<number, Gtin> = leaf({
  name: 'gtinNumber',
  doc: 'GTIN as a JSON number, zeros on the left put back',
  lossless: true,
  domain: { wire: { kind: 'gtin-number' }, entity: { kind: 'gtin', lengths: LENGTHS } },
  decode: (wire) => (Number.isSafeInteger(wire) ? readGtin(padded(String(wire))) : NO_GTIN),
  encode: (value) => (isGtin(value) ? Number(value) : refuse('gtin', 'a GTIN of 14 digits')),
})

function padded(digits: string): string {
  return digits.padStart(14, '0')
}

function readGtin(digits: string): Gtin | Refusal {
  return parseGtin(digits).unwrapOr(undefined) ?? NO_GTIN
}

function isGtin(value: unknown): value is Gtin {
  return typeof value === 'string' && value.length === 14 && Gtin.safeParse(value).success
}
