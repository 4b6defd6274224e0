import { absent, mapping, maybe, text } from '@canonry/mapping'
import { Address } from '@canonry/model'
import { UNREAD_ADDRESS, WireAddress } from '../wire/address.js'
import { carriedIn } from '../wire/carried.js'

/** The address of a location. */
export const addressMapping = mapping({
  system: 'square',
  entity: 'Address',
  wire: WireAddress,
  canonical: Address,
  map: ($) => ({
    firstName: maybe($.first_name, text),
    lastName: maybe($.last_name, text),
    name: absent('first and last name stand apart'),
    company: absent('a location has a business name of its own'),
    line1: maybe($.address_line_1, text),
    line2: maybe($.address_line_2, text),
    city: maybe($.locality, text),
    postalCode: maybe($.postal_code, text),
    region: absent('Square has the code alone'),
    regionCode: maybe($.administrative_district_level_1, text),
    country: maybe($.country, text),
    countryName: absent('Square has the code alone'),
    phone: absent('a location has a phone number of its own'),
  }),
  preserve: ($) => carriedIn($, UNREAD_ADDRESS),
})
