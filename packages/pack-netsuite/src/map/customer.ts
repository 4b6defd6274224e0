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
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadBookEntry, unreadCustomer } from '../wire/unread-customer.js'
import { addressMapping } from './address.js'
import { ofCustomer } from './operations.js'

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
    kind: absent('isPerson is written by whether there is a last name, and not read'),
    firstName: maybe($.firstName, text, ofCustomer),
    lastName: maybe($.lastName, text, ofCustomer),
    company: maybe($.companyName, text, ofCustomer),
    email: maybe($.email, text, ofCustomer),
    phone: maybe($.phone, text, ofCustomer),
    pseudonymous: absent('an ERP knows no masked buyers'),
    language: absent('the record is not asked for its language'),
    taxExempt: absent('NetSuite decides by tax registrations; its taxExempt is about Canada alone'),
    taxIds: absent('tax registrations are a sublist that is not read'),
    consents: absent('consents are kept where they were given, in the shop'),
    groups: absent('price levels and categories are settings of the account'),
    note: maybe($.comments, text, ofCustomer),
    address: nest($.address.addressBookAddress, addressMapping, ofCustomer),
    addresses: absent('the default address alone is written and read'),
    updatedAt: maybe($.lastModifiedDate, instant),
    attributes: absent('custom fields are typed by an overlay of the connection'),
  }),
  preserve: ($) => [...preservedIn($, unreadCustomer), ...preservedIn($.address, unreadBookEntry)],
  ignore: ($) => [...ignoredIn($, unreadCustomer), ...ignoredIn($.address, unreadBookEntry)],
})
