import { err, ok, type Result } from 'neverthrow'
import { type Decimal, decimalOf } from './decimal.js'
import { notText, type ParseFailure } from './parse-failure.js'

/** Why a text is no decimal. */
export type DecimalFailure = ParseFailure<'not-a-number' | 'exponent-too-long'>

const EXAMPLE = '19.9'
// as far as a number can be read: a sign, digits, a point, an exponent of at most three digits
const BEGINNING = /^[+-]?(?:\d+(?:\.\d*)?(?:[eE](?:[+-]?\d{1,3}|[+-]?))?)?/

/** Reads a decimal lexeme like {@link decimalOf}, and says what is wrong with any other text. */
export function parseDecimal(text: unknown): Result<Decimal, DecimalFailure> {
  if (typeof text !== 'string') return notText(EXAMPLE)
  const decimal = decimalOf(text)
  if (decimal !== undefined) return ok(decimal)
  const position = BEGINNING.exec(text)?.[0].length ?? 0
  const isLong = /^\d/.test(text.slice(position)) && /[eE]/.test(text.slice(0, position))
  return err(
    isLong
      ? {
          kind: 'exponent-too-long',
          message: 'the exponent of a number has at most three digits',
          position,
          example: EXAMPLE,
        }
      : {
          kind: 'not-a-number',
          message: 'a number is digits, with a sign, a decimal point or an exponent where wanted',
          position,
          example: EXAMPLE,
        },
  )
}
