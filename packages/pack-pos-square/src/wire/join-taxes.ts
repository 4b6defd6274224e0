import { isJsonObject } from '@canonry/mapping'
import { valueAt } from '@canonry/pack'

/** A JSON object as read. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The objects of a list; none where there is no list. */
export function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** Money at a place, where it is whole: an amount and its currency. */
export function moneyAt(
  wire: unknown,
  pointer: string,
): { readonly amount: number; readonly currency: string } | undefined {
  const amount = valueAt(wire, `${pointer}/amount`)
  const currency = valueAt(wire, `${pointer}/currency`)
  if (!Number.isSafeInteger(amount) || typeof currency !== 'string') return undefined
  return { amount: amount as number, currency }
}

/** A line or charge whose applied taxes say what they are: name, percentage and type. */
export function joinTaxes(element: JsonObject, taxes: readonly JsonObject[]): JsonObject {
  const applied = element['applied_taxes']
  if (!Array.isArray(applied)) return element
  return { ...element, applied_taxes: applied.map((tax) => joined(tax, taxes)) }
}

// a tax that the document does not list is called by its uid
function joined(applied: unknown, taxes: readonly JsonObject[]): unknown {
  if (!isJsonObject(applied)) return applied
  const uid = applied['tax_uid']
  const { name, percentage, type } = taxes.find((tax) => tax['uid'] === uid) ?? {}
  return {
    ...applied,
    tax: {
      name: name ?? uid,
      ...(percentage === undefined ? {} : { percentage }),
      ...(type === undefined ? {} : { type }),
    },
  }
}

/** What the taxes of an element that come on top of its price add up to, in minor units. */
export function additiveTax(element: JsonObject, taxes: readonly JsonObject[]): number {
  const onTop = new Set(taxes.filter(({ type }) => type !== 'INCLUSIVE').map(({ uid }) => uid))
  return listOf(element['applied_taxes'])
    .filter(({ tax_uid }) => onTop.has(tax_uid))
    .reduce((sum, applied) => sum + (moneyAt(applied, '/applied_money')?.amount ?? 0), 0)
}
