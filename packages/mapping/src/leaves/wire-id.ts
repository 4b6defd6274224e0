import { z } from 'zod'
import { type Refusal, refuse } from '../refusal.js'
import { numberOf, WireNumber } from '../wire/wire-number.js'
import { type Leaf, leaf } from './leaf.js'

/** A numeric id as documents carry it: a JSON number, one kept as text, or digits in a string. */
export const WireId = z.union([
  z.int(),
  z.string(),
  z.custom<WireNumber>((value) => value instanceof WireNumber),
])
export type WireId = z.infer<typeof WireId>

/**
 * Numeric ids as text: some that every double holds, and some of up to 64 bits, which one pattern for
 * both would hardly ever make.
 */
export const NUMERIC_ID = {
  kind: 'any-of',
  of: [
    { kind: 'matching', pattern: '^-?\\d{1,15}$' },
    { kind: 'matching', pattern: '^[1-9]\\d{16,19}$' },
  ],
} as const
/** What numeric ids look like in documents. */
export const WIRE_ID = {
  kind: 'any-of',
  of: [{ kind: 'integer', min: 0, max: Number.MAX_SAFE_INTEGER }, NUMERIC_ID],
} as const

/**
 * A numeric id as text, whatever its length; written back as a JSON number.
 *
 * A number beyond 2^53 that comes as a double has already lost digits and is refused: read the
 * document with {@link readWire}.
 */
export const wireId: Leaf<WireId, string> = leaf({
  name: 'wireId',
  doc: 'numeric id, every digit kept',
  lossless: comesBackAsNumber,
  loss: 'whether the id was written as text',
  domain: { wire: WIRE_ID, entity: NUMERIC_ID },
  decode: readWireId,
  encode: writeWireId,
})

// as many digits as every double holds
const SHORT = 15
const ZERO = 48

/** Whether an id is written as it was: a JSON number is, text may become one. */
export function comesBackAsNumber(wire: WireId): boolean {
  return typeof wire === 'number'
}

/** The digits of a numeric id. */
export function readWireId(wire: WireId): string | Refusal {
  if (typeof wire === 'number') {
    if (Number.isSafeInteger(wire)) return String(wire)
    return refuse('rounded-id', 'a whole id that was not rounded to a double; use readWire')
  }
  const id = wire instanceof WireNumber ? wire.text : wire
  return typeof id === 'string' && /^-?\d{1,64}$/.test(id) ? id : refuse('id', 'a numeric id')
}

/** The id as a JSON number; digits with leading zeros stay text, since a number would drop them. */
export function writeWireId(id: string): WireId | Refusal {
  if (typeof id !== 'string') return refuse('id', 'a numeric id')
  const short = shortNumber(id)
  if (short !== undefined) return short
  if (!/^-?\d{1,64}$/.test(id)) return refuse('id', 'a numeric id')
  return /^(?:0|-?[1-9]\d*)$/.test(id) ? numberOf(id) : id
}

/** The number of an id of few digits without a zero in front, digit by digit. */
function shortNumber(id: string): number | undefined {
  if (id.length > SHORT || id.length === 0 || id.charCodeAt(0) === ZERO) return undefined
  let value = 0
  for (let at = 0; at < id.length; at += 1) {
    const digit = id.charCodeAt(at) - ZERO
    if (!(digit >= 0 && digit <= 9)) return undefined
    value = 10 * value + digit
  }
  return value
}
