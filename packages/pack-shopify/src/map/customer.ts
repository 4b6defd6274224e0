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
    kind: absent('Shopify does not tell persons from companies'),
    firstName: maybe($.first_name, text),
    lastName: maybe($.last_name, text),
    company: absent('Shopify keeps the company in the address'),
    email: maybe($.email, text),
    phone: maybe($.phone, text),
    pseudonymous: absent('Shopify shows buyers as they are'),
    language: absent('the locale of the buyer stands on the order'),
    taxExempt: maybe($.tax_exempt, bool),
    taxIds: absent('REST and webhooks carry no tax numbers of customers'),
    consents: absent('each consent is kept as Shopify has it, with its opt-in level'),
    groups: absent('Shopify has tags of free text, which are kept, and no groups'),
    note: maybe($.note, text),
    address: nest($.default_address, addressMapping),
    addresses: absent('the default address is mapped, a list beside it is kept as it is'),
    updatedAt: maybe($.updated_at, instant),
    attributes: absent('metafields are a resource of their own'),
  }),
  preserve: ($) => [
    $.accepts_marketing,
    $.accepts_marketing_updated_at,
    $.addresses,
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
