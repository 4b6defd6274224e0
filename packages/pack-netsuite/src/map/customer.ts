import {
  absent,
  concat,
  instant,
  mapping,
  maybe,
  needs,
  nest,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { Customer } from '@canonry/model'
import { WireCustomer } from '../wire/customer.js'
import { addressMapping } from './address.js'

/** A customer record ⇄ a customer. */
export const customerMapping = mapping({
  system: 'netsuite',
  entity: 'Customer',
  wire: WireCustomer,
  canonical: Customer,
  needs: needs<{ account: string }>(),
  map: ($) => ({
    refs: concat(
      single(maybe($.id, textRef('customer')), { owns: ({ kind }) => kind === 'customer' }),
      single(maybe($.externalId, textRef('customerExternalId'))),
    ),
    firstName: maybe($.firstName, text),
    lastName: maybe($.lastName, text),
    company: maybe($.companyName, text),
    email: maybe($.email, text),
    phone: maybe($.phone, text),
    taxExempt: absent('NetSuite decides by tax registrations; its taxExempt is about Canada alone'),
    note: maybe($.comments, text),
    address: nest($.address.addressBookAddress, addressMapping),
    updatedAt: maybe($.lastModifiedDate, instant),
  }),
})
