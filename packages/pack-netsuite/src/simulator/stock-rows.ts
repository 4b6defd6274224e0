import { addDecimals, compareDecimals, type Decimal, subtractDecimals } from '@canonry/model'
import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import { type Account, nameOf } from './account.js'
import { stockKey } from './stock.js'

/**
 * The rows of `aggregateitemlocation`: per item and location what is on hand, what open sales orders
 * have committed of it, and what is left. Never less than nothing is available.
 */
export function stockRows(account: Account): Readonly<Record<string, string | undefined>>[] {
  const wanted = wantedOf(account)
  return [...account.onHand].map(([key, onHand]) => {
    const [item = '', location = ''] = key.split(':')
    const shelf = compareDecimals(onHand, '0') > 0 ? onHand : '0'
    const asked = wanted.get(key) ?? '0'
    const committed = compareDecimals(asked, shelf) > 0 ? shelf : asked
    return {
      item,
      location,
      builtin_df_item: nameOf(account, 'item', item),
      quantityonhand: onHand,
      ...(committed === '0' ? {} : { quantitycommitted: committed }),
      quantityavailable: subtractDecimals(shelf, committed),
    }
  })
}

function wantedOf(account: Account): ReadonlyMap<string, Decimal> {
  const wanted = new Map<string, Decimal>()
  for (const { fields, sublists } of account.records['salesOrder']?.values() ?? []) {
    const location = referenceIdOf(fields['location'])
    for (const line of sublists['item'] ?? []) {
      const item = referenceIdOf(line['item'])
      if (line['isClosed'] === true || item === undefined || location === undefined) continue
      const key = stockKey(item, location)
      wanted.set(key, addDecimals(wanted.get(key) ?? '0', wireDecimal(line['quantity']) ?? '0'))
    }
  }
  return wanted
}
