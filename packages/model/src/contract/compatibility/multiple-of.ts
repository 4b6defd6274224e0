import { decimalOf, toUnits } from '../../value/decimal.js'

/** Whether one number of JSON is a whole multiple of another, exactly: 0.3 is one of 0.1. */
export function isMultipleOf(value: number, step: number): boolean {
  const a = decimalOf(String(value))
  const b = decimalOf(String(step))
  if (a === undefined || b === undefined) return false
  const scale = Math.max(placesOf(a), placesOf(b))
  const units = toUnits(b, scale)
  return units !== undefined && units !== 0n && (toUnits(a, scale) ?? 1n) % units === 0n
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0
}
