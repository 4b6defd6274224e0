import { addDecimals } from '@canonry/model'
import { foldGiftCard } from './fold-cash-sale.js'
import { foldSale, referenceTo } from './fold-sale.js'
import { elementsIn, isJsonObject, type JsonObject, referenceIdOf } from './json-object.js'
import { KEY_COLUMN, lineKeyOf, printLineKey } from './line-key.js'
import { unfoldSale } from './unfold-sale.js'
import { numberFrom, wireDecimal } from './wire-decimal.js'

/** The reasons that an adjustment's line may carry in its key. */
const REASONS = new Set(['goodwill', 'restocking-fee', 'return-shipping', 'exchange', 'unknown'])

/**
 * Brings together what a cash refund keeps in flat sublists: as a sale's, and beside it money that is
 * given back without goods, and adjustments. `unfoldRefund` is the way back.
 *
 * A refund's total is all that the buyer gets, rounding and what went onto gift cards included.
 */
export function foldRefund(flat: JsonObject): JsonObject {
  const { goods, otherLines, otherDetails, total: _, ...rest } = foldSale(flat)
  const lines = elementsIn(otherLines)
  const allowances = lines.filter((line) => lineKeyOf(line)?.kind === 'allowance')
  const adjustments = lines.filter((line, index) => isAdjustment(line, lines.slice(0, index)))
  const taken = new Set([...allowances, ...adjustments])
  const details = elementsIn(otherDetails)
  const references = new Set(allowances.map(referenceOf).filter(isText))
  return foldGiftCard({
    ...rest,
    ...(flat['total'] === undefined ? {} : { total: flat['total'] }),
    goods: elementsIn(goods).map(withoutNoDiscounts),
    allowances: allowances.map((line) => ({
      ...unkeyed(line),
      taxes: details
        .filter((detail) => isText(referenceOf(line)) && referenceOf(detail) === referenceOf(line))
        .map(unreferenced),
    })),
    adjustments: adjustments.map(unkeyed),
    otherLines: lines.filter((line) => !taken.has(line)),
    otherDetails: details.filter((detail) => !references.has(referenceOf(detail) ?? '')),
  })
}

/** Lays a folded cash refund out into NetSuite's flat sublists. */
export function unfoldRefund(folded: JsonObject): JsonObject {
  const { goods, allowances, adjustments, otherLines, otherDetails, total, ...rest } = folded
  const own = elementsIn(allowances)
  const flat = unfoldSale({
    ...rest,
    goods: elementsIn(goods).map((line) => ({ discounts: [], ...line })),
    otherLines: [
      ...own.map(({ taxes: _, ...line }) => keyed(line, 'allowance')),
      ...elementsIn(adjustments).map((line) => keyed(line, 'adjustment')),
      ...elementsIn(otherLines),
    ],
    otherDetails: [
      ...own.flatMap((line) =>
        elementsIn(line['taxes']).map((detail) => ({
          ...referenceTo(referenceOf(line) ?? ''),
          ...detail,
        })),
      ),
      ...elementsIn(otherDetails),
    ],
  })
  return total === undefined ? flat : { ...flat, total: paidOut(total, rest['giftCard']) }
}

function paidOut(total: unknown, giftCard: unknown): unknown {
  const line = isJsonObject(giftCard) ? wireDecimal(giftCard['amount']) : undefined
  const whole = wireDecimal(total)
  return line === undefined || whole === undefined ? total : numberFrom(addDecimals(whole, line))
}

function isAdjustment(line: JsonObject, before: readonly JsonObject[]): boolean {
  const key = lineKeyOf(line)
  if (key?.kind !== 'adjustment' || !REASONS.has(key.id)) return false
  // the reason names it, so a second line with the same one is somebody else's
  return !before.some((other) => other[KEY_COLUMN] === line[KEY_COLUMN])
}

function withoutNoDiscounts(line: JsonObject): JsonObject {
  const { discounts, ...rest } = line
  return elementsIn(discounts).length === 0 ? rest : line
}

function unkeyed(line: JsonObject): JsonObject {
  const { [KEY_COLUMN]: _, ...rest } = line
  return { ...rest, key: lineKeyOf(line)?.id }
}

function keyed(line: JsonObject, kind: 'allowance' | 'adjustment'): JsonObject {
  const { key, ...rest } = line
  return { ...rest, [KEY_COLUMN]: printLineKey({ kind, id: String(key) }) }
}

function referenceOf(element: JsonObject): string | undefined {
  return referenceIdOf(element['taxDetailsReference'])
}

function unreferenced(detail: JsonObject): JsonObject {
  const { taxDetailsReference: _, ...rest } = detail
  return rest
}

function isText(value: string | undefined): value is string {
  return value !== undefined
}
