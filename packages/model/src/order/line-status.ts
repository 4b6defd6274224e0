import { err, ok, type Result } from 'neverthrow'
import { addDecimals, compareDecimals, type Decimal } from '../value/decimal.js'
import { type LineQuantity, openUnits } from './order-line.js'

/** What became of a line, from its counters alone. */
export type LineStatus =
  | 'open'
  | 'part-fulfilled'
  | 'fulfilled'
  | 'part-returned'
  | 'returned'
  | 'cancelled'

/** Something that happened to units of a line. */
export interface LineEvent {
  readonly kind: 'cancel' | 'fulfil' | 'return'
  readonly units: Decimal
}

/** Why an event cannot have happened to a line: there are not that many units left for it. */
export interface LineRefusal {
  readonly kind: 'too-many-units' | 'no-units'
  readonly message: string
}

/**
 * The status of a line.
 *
 * Counters only grow, and with them the status only moves on: open, part-fulfilled, fulfilled,
 * part-returned, returned. A line of which everything was cancelled is cancelled.
 */
export function lineStatus(quantity: LineQuantity): LineStatus {
  const { cancelled, fulfilled, returned } = quantity
  const open = compareDecimals(openUnits({ quantity }), '0') > 0
  if (compareDecimals(fulfilled, '0') <= 0) {
    return open || compareDecimals(cancelled, '0') <= 0 ? 'open' : 'cancelled'
  }
  if (open) return 'part-fulfilled'
  if (compareDecimals(returned, fulfilled) >= 0) return 'returned'
  return compareDecimals(returned, '0') > 0 ? 'part-returned' : 'fulfilled'
}

/** The counters of a line after an event, or its refusal: no unit is sent or comes back twice. */
export function nextLineQuantity(
  quantity: LineQuantity,
  { kind, units }: LineEvent,
): Result<LineQuantity, LineRefusal> {
  if (compareDecimals(units, '0') <= 0) {
    return err({ kind: 'no-units', message: `${units} units are nothing to ${kind}` })
  }
  const counter = COUNTERS[kind]
  const next = { ...quantity, [counter]: addDecimals(quantity[counter], units) }
  const left = compareDecimals(openUnits({ quantity: next }), '0') >= 0
  if (left && compareDecimals(next.returned, next.fulfilled) <= 0) return ok(next)
  const message = `there are not ${units} units left to ${kind} on this line`
  return err({ kind: 'too-many-units', message })
}

const COUNTERS = { cancel: 'cancelled', fulfil: 'fulfilled', return: 'returned' } as const
