import { addDecimals, compareDecimals, convertQuantity, decimalOf, Quantity } from '@canonry/model'
import { type PositionName, positionId } from '@canonry/stock-ledger'
import { err, ok, type Result } from 'neverthrow'

/** Goods at a place that somebody wants kept. */
export interface Wanted extends PositionName {
  /** More than nothing. */
  readonly quantity: Quantity
}

/** Why something is no wish. */
export interface NoWish {
  readonly kind: 'invalid'
  readonly message: string
}

/**
 * What is wanted of each position: two lines of one item are one wish, since each alone might be met and
 * both together not.
 */
export function sumUp(lines: readonly Wanted[]): Result<Wanted[], NoWish> {
  const sums = new Map<string, Wanted>()
  for (const each of Array.isArray(lines) ? lines : []) {
    const line = readLine(each)
    if (line.isErr()) return err(line.error)
    const { item, quantity } = line.value
    const id = positionId(line.value)
    const known = sums.get(id)
    const unit = known?.quantity.unit ?? quantity.unit
    const more = convertQuantity(quantity, unit)
    if (!more) return invalid(`${item} is wanted in two units`)
    const value = addDecimals(known?.quantity.value ?? '0', more.value)
    sums.set(id, { ...line.value, quantity: { value, unit } })
  }
  return sums.size === 0 ? invalid('nothing is wanted') : ok([...sums.values()])
}

// carts are filled by strangers: a number may be written in any form, and a line may be anything
function readLine(line: unknown): Result<Wanted, NoWish> {
  const { item, place, quantity } = (line ?? {}) as Partial<Wanted>
  if (typeof item !== 'string' || typeof place !== 'string') {
    return invalid('a line names no item, or no place')
  }
  const said: unknown = quantity?.value
  const value = typeof said === 'string' ? decimalOf(said) : undefined
  if (value === undefined || compareDecimals(value, '0') <= 0) {
    return invalid(`${said} of ${item} is nothing to keep`)
  }
  const read = Quantity.safeParse({ ...quantity, value })
  if (read.success) return ok({ item, place, quantity: read.data })
  const why = read.error.issues.map(({ message }) => message).join('; ')
  return invalid(`${said} of ${item} is no quantity: ${why}`)
}

function invalid(message: string): Result<never, NoWish> {
  return err({ kind: 'invalid', message })
}
