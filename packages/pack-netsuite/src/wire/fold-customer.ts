import { elementsOf, isJsonObject, type JsonObject } from './json-object.js'

/** The label of the address book entry that is ours. */
export const ADDRESS_LABEL = 'Canonry'

/**
 * Takes the one address that is ours out of a customer's address book: the entry with our label, else
 * the default for bills. `unfoldCustomer` is the way back, up to the order of the book.
 */
export function foldCustomer(flat: JsonObject): JsonObject {
  const { addressBook, ...rest } = flat
  if (!isJsonObject(addressBook)) return flat
  const entries = elementsOf(addressBook)
  const own =
    entries.find(({ label }) => label === ADDRESS_LABEL) ??
    entries.find(({ defaultBilling }) => defaultBilling === true)
  const others = entries.filter((entry) => entry !== own)
  return {
    ...rest,
    addressBook: { ...addressBook, items: others },
    ...(own ? { address: own } : {}),
  }
}

/** Puts our address back into the customer's address book. */
export function unfoldCustomer(folded: JsonObject): JsonObject {
  const { address, addressBook, ...rest } = folded
  if (!isJsonObject(address)) return folded
  const book = isJsonObject(addressBook) ? addressBook : {}
  return { ...rest, addressBook: { ...book, items: [address, ...elementsOf(book)] } }
}
