import type { NetsuiteProfile, Store } from '../profile.js'
import type { JsonObject } from '../wire/json-object.js'

/**
 * Where the money of a store's sale is: in an account, or in undeposited funds until somebody takes it
 * to the bank.
 *
 * A record has one account, however many tenders a ticket was paid with.
 */
export function moneyTaken(profile: NetsuiteProfile, store: Store): JsonObject {
  const given = moneyGiven(profile, store)
  return { ...given, undepFunds: { id: given['account'] === undefined ? 'T' : 'F' } }
}

/** Where the money of a store's refund comes from; without an account NetSuite takes its own. */
export function moneyGiven({ till }: NetsuiteProfile, store: Store): JsonObject {
  const account = store.account ?? till.account
  const { paymentOption } = till
  return {
    ...(account === undefined ? {} : { account: { id: account } }),
    ...(paymentOption === undefined ? {} : { paymentOption: { id: paymentOption } }),
  }
}
