import { WireNumber } from '@canonry/mapping'
import { type Decimal, decimalOf } from '@canonry/model'

// digits without end are no amount, and big integers of them cost quadratic time
const LONGEST = 64

/** The decimal that a JSON number or a number in text holds, digit for digit. */
export function wireDecimal(value: unknown): Decimal | undefined {
  const text = value instanceof WireNumber ? value.text : value
  if (typeof text !== 'number' && typeof text !== 'string') return undefined
  const digits = String(text)
  return digits.length > LONGEST ? undefined : decimalOf(digits)
}

/** The decimal as a JSON number; as text that prints as one where a double would lose digits. */
export function numberFrom(decimal: Decimal): number | WireNumber {
  const number = Number(decimal)
  return String(number) === decimal ? number : new WireNumber(decimal)
}
