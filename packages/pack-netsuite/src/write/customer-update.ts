import { ADDRESS_LABEL, foldCustomer } from '../wire/fold-customer.js'
import { elementsOf, type JsonObject } from '../wire/json-object.js'
import { differingNames } from './difference.js'

/** Where a customer in NetSuite says something else than we would write; empty when up to date. */
export function customerDifference(ours: JsonObject, theirs: JsonObject): string[] {
  const own = foldCustomer(ours)
  return differingNames(own, foldCustomer(theirs), new Set(['addressBook']))
}

/** The document that brings a known customer up to date; our address keeps its entry in the book. */
export function customerUpdate(ours: JsonObject, theirs: JsonObject): JsonObject {
  const [address] = elementsOf(ours['addressBook'])
  const known = elementsOf(theirs['addressBook']).find(({ label }) => label === ADDRESS_LABEL)
  if (!address || !known) return ours
  return { ...ours, addressBook: { items: [{ id: known['id'], ...address }] } }
}
