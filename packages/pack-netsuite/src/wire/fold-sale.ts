import { subtractDecimals } from '@canonry/model'
import { elementsOf, isJsonObject, type JsonObject, referenceIdOf } from './json-object.js'
import { KEY_COLUMN, type LineKind, lineKeyOf } from './line-key.js'
import { numberFrom, wireDecimal } from './wire-decimal.js'

/** The reference that pairs tax details with the shipping cost (Oracle help: section_1548673608). */
export const SHIPPING_REFERENCE = 'SHIPPING'

interface Pool {
  readonly lines: Set<JsonObject>
  readonly details: Set<JsonObject>
}

/**
 * Brings together what NetSuite keeps in flat sublists: goods with their discount lines and tax
 * details, charges with theirs, the shipping cost among them.
 *
 * Nothing is lost: lines that others entered stand in `otherLines`, their taxes in `otherDetails`.
 * `unfoldSale` is the way back, up to the order of sublist elements, which is NetSuite's.
 */
export function foldSale(flat: JsonObject): JsonObject {
  const { item, taxDetails, shippingCost, ...header } = flat
  const pool = {
    lines: new Set(elementsOf(item)),
    details: new Set(elementsOf(taxDetails)),
  }
  const goods = takeGoods(pool)
  const charges = [...takeCharges(pool), ...takeShipping(pool, shippingCost)]
  const [rounding] = takeLines(pool, 'rounding').slice(0, 1)
  if (rounding) pool.lines.delete(rounding)
  return {
    ...header,
    ...totalWithout(header['total'], rounding),
    ...restOf('itemList', item),
    ...restOf('taxDetailList', taxDetails),
    ...(shippingCost === undefined || charges.some(isShipping) ? {} : { shippingCost }),
    goods,
    charges,
    ...(rounding ? { rounding: without(rounding, KEY_COLUMN) } : {}),
    otherLines: [...pool.lines],
    otherDetails: [...pool.details],
  }
}

function takeGoods(pool: Pool): JsonObject[] {
  const discounts = takeLines(pool, 'discount')
  const seen = new Set<string>()
  return takeLines(pool, 'goods').flatMap((line) => {
    const id = lineKeyOf(line)?.id as string
    if (seen.has(id)) return []
    seen.add(id)
    const own = discounts.filter((discount) => lineKeyOf(discount)?.id === id)
    for (const taken of [line, ...own]) pool.lines.delete(taken)
    return [
      {
        ...without(line, KEY_COLUMN),
        key: id,
        discounts: own.map((discount) => without(discount, KEY_COLUMN)),
        taxes: takeDetails(pool, referenceIdOf(line['taxDetailsReference'])),
      },
    ]
  })
}

function takeCharges(pool: Pool): JsonObject[] {
  return (['tip', 'duty', 'fee'] as const).flatMap((kind) =>
    takeLines(pool, kind).map((line) => {
      pool.lines.delete(line)
      const taxes = takeDetails(pool, referenceIdOf(line['taxDetailsReference']))
      return { ...without(line, KEY_COLUMN), kind, key: lineKeyOf(line)?.id, taxes }
    }),
  )
}

function takeShipping(pool: Pool, shippingCost: unknown): JsonObject[] {
  const taxes = takeDetails(pool, SHIPPING_REFERENCE)
  const cost = wireDecimal(shippingCost)
  const something = cost !== undefined && (cost !== '0' || taxes.length > 0)
  if (something) return [{ kind: 'shipping', amount: shippingCost, taxes }]
  for (const detail of taxes) pool.details.add({ ...detail, ...referenceTo(SHIPPING_REFERENCE) })
  return []
}

function takeLines({ lines }: Pool, kind: LineKind): JsonObject[] {
  return [...lines].filter((line) => lineKeyOf(line)?.kind === kind)
}

function takeDetails({ details }: Pool, reference: string | undefined): JsonObject[] {
  if (reference === undefined) return []
  const own = [...details].filter(
    (detail) => referenceIdOf(detail['taxDetailsReference']) === reference,
  )
  for (const detail of own) details.delete(detail)
  return own.map((detail) => withoutReference(detail))
}

// a reference that says only what the line says itself is taken off, any other stays
function withoutReference(detail: JsonObject): JsonObject {
  const reference = detail['taxDetailsReference']
  const bare = isJsonObject(reference) && Object.keys(reference).join() === 'id'
  return bare ? without(detail, 'taxDetailsReference') : detail
}

/** The property of a tax detail that pairs it with a line. */
export function referenceTo(id: string): JsonObject {
  return { taxDetailsReference: { id } }
}

// an order's own total is without rounding; NetSuite's is the sum of all lines
function totalWithout(total: unknown, rounding: JsonObject | undefined): JsonObject {
  const [whole, part] = [wireDecimal(total), wireDecimal(rounding?.['amount'])]
  if (whole === undefined || part === undefined) return {}
  return { total: numberFrom(subtractDecimals(whole, part)) }
}

function isShipping(charge: JsonObject): boolean {
  return charge['kind'] === 'shipping'
}

function restOf(name: string, sublist: unknown): JsonObject {
  return isJsonObject(sublist) ? { [name]: without(sublist, 'items') } : {}
}

function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _, ...rest } = object
  return rest
}
