import { mapping, maybe, text } from '@canonry/mapping'
import { Address } from '@canonry/model'
import { WireAddress } from '../wire/address.js'

/** An address on an order or a customer. */
export const addressMapping = mapping({
  system: 'shopify',
  entity: 'Address',
  wire: WireAddress,
  canonical: Address,
  map: ($) => ({
    firstName: maybe($.first_name, text),
    lastName: maybe($.last_name, text),
    name: maybe($.name, text),
    company: maybe($.company, text),
    line1: maybe($.address1, text),
    line2: maybe($.address2, text),
    city: maybe($.city, text),
    postalCode: maybe($.zip, text),
    region: maybe($.province, text),
    regionCode: maybe($.province_code, text),
    country: maybe($.country_code, text),
    countryName: maybe($.country, text),
    phone: maybe($.phone, text),
  }),
  preserve: ($) => [$.id, $.customer_id, $.default, $.country_name, $.latitude, $.longitude],
})
