import type { Failure } from '@canonry/pack'
import type { Available } from './levels.js'
import type { Offer } from './offer.js'

const A_MINUTE = 60_000

/** Whether a code says that the shop has another quantity than the one to be changed from. */
export function isStale(code: string): boolean {
  return code === 'CHANGE_FROM_QUANTITY_STALE' || code === 'COMPARE_QUANTITY_STALE'
}

/**
 * What a refused quantity means.
 *
 * Source: https://shopify.dev/docs/api/admin-graphql/latest/enums/InventorySetQuantitiesUserErrorCode
 */
export function refusalOf(
  code: string,
  { offer: { sku, location, intent }, now }: { readonly offer: Offer; readonly now: number },
): Failure {
  switch (code) {
    case 'CHANGE_FROM_QUANTITY_STALE':
    case 'COMPARE_QUANTITY_STALE': {
      const message = `the shop has sold ${sku} in this moment`
      return { kind: 'conflict.version', message, retryAt: now + A_MINUTE }
    }
    case 'INVALID_INVENTORY_ITEM':
    case 'INVALID_LOCATION':
    case 'ITEM_NOT_STOCKED_AT_LOCATION': {
      const message = `Shopify knows no stock of ${sku} at location ${location} (${code}): stock it there; the number goes on by itself`
      return { kind: 'dependency.missing', message, dependency: intent.source }
    }
    case 'NON_MUTABLE_INVENTORY_ITEM': {
      const message = `${sku} is made of other items in the shop, and has no stock of its own: leave it out of the flow`
      return { kind: 'business.rejected', message, owner: 'merchandising' }
    }
    default:
      return {
        kind: 'contract.invalid',
        message: `Shopify refused the quantity of ${sku} (${code})`,
      }
  }
}

/** Where goods are measured: Shopify counts pieces alone, and nobody says how much one of them is. */
export function measured({ sku, measuredIn }: Offer): Failure {
  const message = `${sku} is counted in ${measuredIn}, and Shopify sells pieces: give what it sells an SKU of its own that is counted in pieces, or leave this one out of the flow`
  return { kind: 'business.rejected', message, owner: 'merchandising' }
}

/** Where an offer has no level to be made at. */
export function notStocked({ sku, location, intent }: Offer): Failure {
  const message = `${sku} is not stocked at location ${location}: stock it there in the shop; the number goes on by itself`
  return { kind: 'dependency.missing', message, dependency: intent.source }
}

/** Where a shop has another quantity than it must have, and that may be a sale: it waits until it is none. */
export function notHeard(
  { sku, expected }: Offer,
  { has, settlesAt }: { readonly has: Available; readonly settlesAt: number },
): Failure {
  const message = `the shop has ${has.quantity} of ${sku}, and ${expected} were expected: an order may not have been heard of yet, or somebody changed it`
  return { kind: 'conflict.version', message, retryAt: settlesAt }
}
