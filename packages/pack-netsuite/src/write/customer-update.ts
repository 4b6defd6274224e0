import { ADDRESS_LABEL, foldCustomer } from '../wire/fold-customer.js'
import { elementsOf, type JsonObject } from '../wire/json-object.js'
import { differingNames } from './difference.js'

/** Where a customer in NetSuite says something else than we would write; empty when up to date. */
export function customerDifference(ours: JsonObject, theirs: JsonObject): string[] {
  const own = foldCustomer(withoutStandIn(ours, theirs))
  return differingNames(own, foldCustomer(theirs), new Set(['addressBook']))
}

/** The document that brings a known customer up to date; our address keeps its entry in the book. */
export function customerUpdate(ours: JsonObject, theirs: JsonObject): JsonObject {
  const [address] = elementsOf(ours['addressBook'])
  const known = elementsOf(theirs['addressBook']).find(({ label }) => label === ADDRESS_LABEL)
  const body = withoutStandIn(ours, theirs)
  if (!address || !known) return body
  return { ...body, addressBook: { items: [{ id: known['id'], ...address }] } }
}

/**
 * What we would write, without the name of one who has none where the record has a real one: that a shop
 * has forgotten a name, or must not tell it, is no reason to forget it here.
 */
function withoutStandIn(ours: JsonObject, theirs: JsonObject): JsonObject {
  const { externalId } = theirs
  const isNamed =
    typeof theirs['companyName'] === 'string' || typeof theirs['lastName'] === 'string'
  if (!isNamed || !isStandIn({ ...ours, externalId }) || isStandIn(theirs)) return ours
  const { lastName: _, isPerson: __, ...rest } = ours
  return rest
}

/** Whether somebody is called by a mail address, phone number or external id, as `bookCustomer` does. */
function isStandIn({ lastName, companyName, email, phone, externalId }: JsonObject): boolean {
  const isCompany = typeof companyName === 'string' && companyName !== ''
  return !isCompany && [email, phone, externalId].includes(lastName)
}
