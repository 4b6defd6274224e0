import { isJsonObject } from '@canonry/mapping'
import { type JsonObject, listOf, moneyAt } from './join-taxes.js'

/** Parts of a ticket or of a return, with the tips that stand beside them, in minor units. */
export interface Parts {
  readonly lines: unknown
  readonly charges: unknown
  readonly tips: number
}

/**
 * What parts come to before cash is rounded, in minor units, by Square's own totals of each; none
 * where one of them lacks its own. A charge that is spread over lines is in theirs.
 */
export function beforeRounding({ lines, charges, tips }: Parts): number | undefined {
  const parts = [...listOf(lines), ...listOf(charges).filter((charge) => !isApportioned(charge))]
  const totals = parts.map((part) => moneyAt(part, '/total_money')?.amount)
  const known = totals.filter((total) => total !== undefined)
  return known.length === totals.length
    ? known.reduce((sum, total) => sum + total, tips)
    : undefined
}

/** Whether a service charge is spread over lines, whose totals hold it then. */
export function isApportioned({ treatment_type }: JsonObject): boolean {
  return treatment_type === 'APPORTIONED_TREATMENT'
}

/** By how much cash is rounded, in minor units; 0 where it is not. */
export function roundingOf(wire: JsonObject): number {
  const { rounding_adjustment: rounding } = wire
  return isJsonObject(rounding) ? (moneyAt(rounding, '/amount_money')?.amount ?? 0) : 0
}
