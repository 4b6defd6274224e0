import { sumDecimals } from '@canonry/model'
import { referenceTo, SHIPPING_REFERENCE } from './fold-sale.js'
import { elementsIn, isJsonObject, type JsonObject, referenceIdOf } from './json-object.js'
import { KEY_COLUMN, type LineKind, printLineKey } from './line-key.js'
import { numberFrom, wireDecimal } from './wire-decimal.js'

interface Parts {
  readonly lines: readonly JsonObject[]
  readonly details: readonly JsonObject[]
}

/** Lays a folded sales order out into NetSuite's flat sublists; the way back of `foldSale`. */
export function unfoldSale(folded: JsonObject): JsonObject {
  const { goods, charges, rounding, giftCard, otherLines, otherDetails, ...rest } = folded
  const { itemList, taxDetailList, ...header } = rest
  const shipping = elementsIn(charges).find(({ kind }) => kind === 'shipping')
  const parts = [
    ...elementsIn(goods).map(unfoldGoods),
    ...elementsIn(charges).map(unfoldCharge),
    lineAlone(rounding, 'rounding'),
    lineAlone(giftCard, 'gift-card'),
    { lines: elementsIn(otherLines), details: elementsIn(otherDetails) },
  ]
  const lines = parts.flatMap((part) => part.lines)
  const details = parts.flatMap((part) => part.details)
  return {
    ...header,
    ...totalWith(header['total'], [rounding, giftCard]),
    ...(shipping ? { shippingCost: shipping['amount'] } : {}),
    ...sublist('item', itemList, lines),
    ...sublist('taxDetails', taxDetailList, details),
  }
}

function lineAlone(line: unknown, kind: LineKind): Parts {
  return { lines: isJsonObject(line) ? [keyed(line, kind, '')] : [], details: [] }
}

function totalWith(total: unknown, lines: readonly unknown[]): JsonObject {
  const rest = wireDecimal(total)
  const parts = lines.flatMap((line) =>
    isJsonObject(line) ? (wireDecimal(line['amount']) ?? []) : [],
  )
  if (rest === undefined || parts.length === 0) return {}
  return { total: numberFrom(sumDecimals([rest, ...parts])) }
}

function unfoldGoods(line: JsonObject): Parts {
  const { key, discounts, taxes, ...rest } = line
  const id = String(key)
  return {
    lines: [
      keyed(rest, 'goods', id),
      ...elementsIn(discounts).map((discount) => keyed(discount, 'discount', id)),
    ],
    details: unfoldTaxes(taxes, referenceIdOf(rest['taxDetailsReference'])),
  }
}

function unfoldCharge(charge: JsonObject): Parts {
  const { kind, key, taxes, ...rest } = charge
  if (kind === 'shipping') return { lines: [], details: unfoldTaxes(taxes, SHIPPING_REFERENCE) }
  return {
    lines: [keyed(rest, kind as LineKind, String(key))],
    details: unfoldTaxes(taxes, referenceIdOf(rest['taxDetailsReference'])),
  }
}

function unfoldTaxes(taxes: unknown, reference: string | undefined): JsonObject[] {
  return elementsIn(taxes).map((detail) => ({ ...referenceTo(reference ?? ''), ...detail }))
}

function keyed(line: JsonObject, kind: LineKind, id: string): JsonObject {
  return { ...line, [KEY_COLUMN]: printLineKey({ kind, id }) }
}

function sublist(name: string, rest: unknown, items: readonly JsonObject[]): JsonObject {
  if (!isJsonObject(rest) && items.length === 0) return {}
  return { [name]: { ...(isJsonObject(rest) ? rest : {}), items } }
}
