import type { Customer } from '@canonry/model'
import { bookAddress } from './book-address.js'
import { netsuiteRef } from './book-line.js'

/**
 * A customer as NetSuite can keep it: a person has a last name, a company a company name.
 *
 * Who has neither is kept as a person under the best name there is: first name, mail address, phone,
 * else the external id.
 */
export function bookCustomer(
  customer: Customer,
  { account, externalId }: { account: string; externalId: string },
): Customer {
  const { email, phone, note } = customer
  const address = bookAddress(customer.address)
  return {
    refs: [netsuiteRef({ account }, { kind: 'customerExternalId', id: externalId })],
    ...bookName(customer, externalId),
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(note ? { note } : {}),
    ...(address ? { address } : {}),
  }
}

function bookName(
  { firstName, lastName, company, email, phone }: Customer,
  externalId: string,
): Pick<Customer, 'firstName' | 'lastName' | 'company'> {
  const named = company ? { company } : {}
  if (lastName) return { ...(firstName ? { firstName } : {}), lastName, ...named }
  if (company) return named
  return { lastName: firstName || email || phone || externalId }
}
