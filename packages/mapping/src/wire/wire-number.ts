/**
 * A JSON number that a double cannot hold exactly, kept as the text it was written in.
 *
 * Those are whole numbers beyond 2^53 − 1, numbers of more than 15 significant digits, and numbers
 * whose exponent a double does not reach. `JSON.stringify` writes the digits as a string, so a
 * forgotten {@link writeWire} costs the type and never a digit.
 */
export class WireNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toJSON(): string {
    return this.text
  }
}

const SIGNIFICANT_DIGITS = 15
const LONGEST_EXACT = 64
const PLAIN = /^-?\d+(?:\.\d+)?$/

/** The number that a JSON lexeme means: a double where that is exact, else the text itself. */
export function numberOf(lexeme: string): number | WireNumber {
  if (lexeme.length <= SIGNIFICANT_DIGITS && PLAIN.test(lexeme)) return Number(lexeme)
  return isExact(lexeme) ? Number(lexeme) : new WireNumber(lexeme)
}

function isExact(lexeme: string): boolean {
  if (lexeme.length > LONGEST_EXACT) return false
  const value = Number(lexeme)
  const digits = significantDigits(lexeme)
  if (!Number.isFinite(value) || (value === 0 && digits > 0)) return false
  if (digits > SIGNIFICANT_DIGITS) return /^-?\d+$/.test(lexeme) && Number.isSafeInteger(value)
  return !Number.isInteger(value) || Number.isSafeInteger(value)
}

function significantDigits(lexeme: string): number {
  const mantissa = lexeme.replace(/[eE].*$/, '').replace(/[-.]/g, '')
  return mantissa.replace(/^0+/, '').replace(/0+$/, '').length
}
