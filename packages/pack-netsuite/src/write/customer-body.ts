import { encode } from '@canonry/mapping'
import type { Customer } from '@canonry/model'
import type { Failure } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { customerMapping } from '../map/customer.js'
import type { NetsuiteProfile } from '../profile.js'
import { ADDRESS_LABEL, unfoldCustomer } from '../wire/fold-customer.js'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { addressForWriting } from './address-for-writing.js'
import { unwritable } from './unwritable.js'

const NOT_WRITTEN = new Set(['id', 'externalId', 'lastModifiedDate'])

/** The flat document that a booked customer is written as. */
export function customerBody(
  customer: Customer,
  { account, profile }: { account: string; profile: NetsuiteProfile },
): Result<JsonObject, Failure> {
  return encode(customerMapping, customer, { context: { account } })
    .mapErr((errors) => unwritable(errors))
    .map((encoded) => {
      const written = Object.entries(encoded as JsonObject).filter(
        ([name]) => !NOT_WRITTEN.has(name),
      )
      const folded: JsonObject = {
        ...Object.fromEntries(written),
        isPerson: customer.lastName !== undefined,
        subsidiary: { id: profile.subsidiary },
      }
      return unfoldCustomer(withEntry(folded))
    })
}

/** The document that makes a new customer: also the currencies that it may buy in. */
export function newCustomerBody(body: JsonObject, profile: NetsuiteProfile): JsonObject {
  const currencies = Object.values(profile.currencies).map((id) => ({ currency: { id } }))
  return { ...body, ...currencies[0], currencyList: { items: currencies } }
}

function withEntry(folded: JsonObject): JsonObject {
  const { address } = folded
  if (!isJsonObject(address)) return folded
  const whole = addressForWriting(address, ['addressBookAddress'])
  const entry = { ...whole, label: ADDRESS_LABEL, defaultBilling: true, defaultShipping: true }
  return { ...folded, address: entry }
}
