import { absent, bool, instant, mapping, maybe, needs, nest, single, text } from '@canonry/mapping'
import { Customer } from '@canonry/model'
import { WireCustomer } from '../wire/customer.js'
import { addressMapping } from './address.js'
import { shopifyRef } from './shopify-ref.js'

/** A Shopify customer, from the customer resource or from inside an order. */
export const customerMapping = mapping({
  system: 'shopify',
  entity: 'Customer',
  wire: WireCustomer,
  canonical: Customer,
  needs: needs<{ readonly account: string }>(),
  map: ($) => ({
    refs: single(shopifyRef('Customer', { id: $.id, gid: $.admin_graphql_api_id }), {
      owns: ({ system, kind }) => system === 'shopify' && kind === 'Customer',
    }),
    firstName: maybe($.first_name, text),
    lastName: maybe($.last_name, text),
    company: absent('Shopify keeps the company in the address'),
    email: maybe($.email, text),
    phone: maybe($.phone, text),
    taxExempt: maybe($.tax_exempt, bool),
    note: maybe($.note, text),
    address: nest($.default_address, addressMapping),
    updatedAt: maybe($.updated_at, instant),
  }),
  preserve: ($) => [
    $.accepts_marketing,
    $.accepts_marketing_updated_at,
    $.created_at,
    $.currency,
    $.email_marketing_consent,
    $.last_order_id,
    $.last_order_name,
    $.marketing_opt_in_level,
    $.multipass_identifier,
    $.orders_count,
    $.sms_marketing_consent,
    $.state,
    $.tags,
    $.tax_exemptions,
    $.total_spent,
    $.verified_email,
  ],
})
