import { WireNumber } from '@canonry/mapping'
import { type Decimal, parseDecimal } from '@canonry/model'

/** The decimal that a JSON number or a number in text holds, digit for digit. */
export function decimalOf(value: unknown): Decimal | undefined {
  if (typeof value === 'number') return parseDecimal(String(value))
  if (typeof value === 'string') return parseDecimal(value)
  return value instanceof WireNumber ? parseDecimal(value.text) : undefined
}

/** The decimal as a JSON number; as text that prints as one where a double would lose digits. */
export function numberFrom(decimal: Decimal): number | WireNumber {
  const number = Number(decimal)
  return String(number) === decimal ? number : new WireNumber(decimal)
}
