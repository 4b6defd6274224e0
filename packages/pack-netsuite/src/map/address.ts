import { absent, mapping, maybe, text } from '@canonry/mapping'
import { Address } from '@canonry/model'
import { WireAddress } from '../wire/address.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadAddress } from '../wire/unread-order.js'
import { country } from './leaves.js'

/** An address subrecord: the person on the addressee line, the company on the attention line above. */
export const addressMapping = mapping({
  system: 'netsuite',
  entity: 'Address',
  wire: WireAddress,
  canonical: Address,
  map: ($) => ({
    firstName: absent('NetSuite keeps one name line'),
    lastName: absent('NetSuite keeps one name line'),
    name: maybe($.addressee, text),
    company: maybe($.attention, text),
    line1: maybe($.addr1, text),
    line2: maybe($.addr2, text),
    city: maybe($.city, text),
    postalCode: maybe($.zip, text),
    region: absent('NetSuite keeps one value, a code where the country has a list'),
    regionCode: maybe($.state, text),
    country: maybe($.country, country),
    countryName: absent('follows from the code'),
    phone: maybe($.addrPhone, text),
  }),
  preserve: ($) => preservedIn($, unreadAddress),
  ignore: ($) => ignoredIn($, unreadAddress),
})
