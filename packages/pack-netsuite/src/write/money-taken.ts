import type { NetsuiteProfile, Store } from '../profile.js'
import type { JsonObject } from '../wire/json-object.js'

/**
 * Where the money of a store's sale or refund is: in an account, or in undeposited funds until somebody
 * takes it to the bank.
 *
 * A record has one account, however many tenders a ticket was paid with.
 */
export function moneyTaken({ till }: NetsuiteProfile, store: Store): JsonObject {
  const account = store.account ?? till.account
  const { paymentOption } = till
  return {
    undepFunds: { id: account === undefined ? 'T' : 'F' },
    ...(account === undefined ? {} : { account: { id: account } }),
    ...(paymentOption === undefined ? {} : { paymentOption: { id: paymentOption } }),
  }
}
