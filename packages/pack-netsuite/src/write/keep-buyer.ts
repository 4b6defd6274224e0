import type { NetsuiteProfile } from '../profile.js'
import { type JsonObject, referenceIdOf } from '../wire/json-object.js'

/**
 * What we would write of a sale or refund, with the customer whom its record has where we would only name
 * the guest: that a shop has forgotten who bought is no reason to forget it here.
 */
export function keepBuyer(
  ours: JsonObject,
  { theirs, profile }: { readonly theirs: JsonObject; readonly profile: NetsuiteProfile },
): JsonObject {
  const { guestCustomer, till } = profile
  const standing = referenceIdOf(theirs['entity'])
  const isGuests = [guestCustomer, till.customer].includes(referenceIdOf(ours['entity']))
  return isGuests && standing !== undefined ? { ...ours, entity: { id: standing } } : ours
}
