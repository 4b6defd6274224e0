import { isJsonObject, type JsonObject } from '../wire/json-object.js'

const PARTS = [
  'attention',
  'addressee',
  'addr1',
  'addr2',
  'city',
  'state',
  'zip',
  'country',
  'addrPhone',
]

/** Names every part of the addresses in a document, `null` where there is none, so that old parts go. */
export function addressForWriting(body: JsonObject, names: readonly string[]): JsonObject {
  const addresses = names.flatMap((name) => {
    const address = body[name]
    return isJsonObject(address) ? [[name, wholeAddress(address)]] : []
  })
  return { ...body, ...Object.fromEntries(addresses) }
}

function wholeAddress(address: JsonObject): JsonObject {
  return Object.fromEntries(PARTS.map((part) => [part, address[part] ?? null]))
}
