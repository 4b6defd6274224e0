import { addDecimals, type Decimal, negateDecimal } from '@canonry/model'
import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import type { Account } from './account.js'
import type { Fields, StoredRecord } from './stored-record.js'

/** How a stock record of the account is named: item and location. */
export function stockKey(item: string, location: string): string {
  return `${item}:${location}`
}

/** Which way the goods of a posting transaction go; one that is not named moves none. */
const DIRECTIONS: Readonly<Record<string, (quantity: Decimal) => Decimal>> = {
  cashSale: negateDecimal,
  cashRefund: (quantity) => quantity,
}

/**
 * Moves the stock that a transaction stands for: what it moved before is taken back, what it moves
 * now is moved. It is allowed to fall below zero, as NetSuite's own stock is.
 */
export function moveStock(
  account: Account,
  { before, after }: { before?: StoredRecord | undefined; after?: StoredRecord },
): void {
  for (const { key, quantity } of before ? movesOf(account, before) : []) {
    addStock(account, key, negateDecimal(quantity))
  }
  for (const { key, quantity } of after ? movesOf(account, after) : []) {
    addStock(account, key, quantity)
  }
}

/** Adds pieces to what is on hand. */
export function addStock({ onHand }: Account, key: string, quantity: Decimal): void {
  onHand.set(key, addDecimals(onHand.get(key) ?? '0', quantity))
}

interface Moved {
  readonly key: string
  readonly quantity: Decimal
}

function movesOf(account: Account, record: StoredRecord): Moved[] {
  if (record.type === 'inventoryAdjustment') return adjusted(record)
  const direct = DIRECTIONS[record.type]
  if (!direct) return []
  return (record.sublists['item'] ?? []).flatMap((line) => {
    const item = referenceIdOf(line['item']) ?? ''
    if (account.items.get(item)?.itemType !== 'InvtPart') return []
    const location = locationOf(line, record)
    return [
      { key: stockKey(item, location), quantity: direct(wireDecimal(line['quantity']) ?? '0') },
    ]
  })
}

function adjusted(record: StoredRecord): Moved[] {
  return (record.sublists['inventory'] ?? []).map((line) => ({
    key: stockKey(referenceIdOf(line['item']) ?? '', locationOf(line, record)),
    quantity: wireDecimal(line['adjustQtyBy']) ?? '0',
  }))
}

function locationOf(line: Fields, { fields }: StoredRecord): string {
  return referenceIdOf(line['location']) ?? referenceIdOf(fields['location']) ?? ''
}
