import { subtractDecimals } from '@canonry/model'
import { foldSale } from './fold-sale.js'
import { elementsIn, type JsonObject } from './json-object.js'
import { KEY_COLUMN, lineKeyOf } from './line-key.js'
import { numberFrom, wireDecimal } from './wire-decimal.js'

/**
 * Folds a cash sale as every sale, and takes the line of what gift cards paid out of its lines: it says
 * how the sale was paid, so its total is without it. `unfoldSale` is the way back.
 */
export function foldCashSale(flat: JsonObject): JsonObject {
  return foldGiftCard(foldSale(flat))
}

/** Takes the line of what gift cards paid, or were loaded with, out of the lines of a folded record. */
export function foldGiftCard(folded: JsonObject): JsonObject {
  const lines = elementsIn(folded['otherLines'])
  const line = lines.find((each) => lineKeyOf(each)?.kind === 'gift-card')
  if (line === undefined) return folded
  const { [KEY_COLUMN]: _, ...giftCard } = line
  const [total, paid] = [wireDecimal(folded['total']), wireDecimal(giftCard['amount'])]
  const isKnown = total !== undefined && paid !== undefined
  return {
    ...folded,
    ...(isKnown ? { total: numberFrom(subtractDecimals(total, paid)) } : {}),
    giftCard,
    otherLines: lines.filter((each) => each !== line),
  }
}
