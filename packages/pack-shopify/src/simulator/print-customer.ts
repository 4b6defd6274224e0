import type { Buyer } from './buyers.js'
import { wireId } from './print-parts.js'
import type { ShopCustomer } from './shop-order.js'

/** A billing or shipping address as webhooks carry it. */
export function printAddress({ first, last, country, city, zip }: Buyer): object {
  return {
    first_name: first,
    address1: '1 Example Street',
    phone: '+000000000',
    city,
    zip,
    province: 'Example Province',
    country,
    last_name: last,
    address2: null,
    company: null,
    latitude: null,
    longitude: null,
    name: `${first} ${last}`,
    country_code: country,
    province_code: 'EX',
  }
}

/** The customer inside an order. */
export function printCustomer(customer: ShopCustomer, currency: string): object {
  const { latitude, longitude, ...address } = printAddress(customer) as Record<string, unknown>
  return {
    id: wireId(customer.id),
    created_at: null,
    updated_at: null,
    first_name: customer.first,
    last_name: customer.last,
    state: customer.state,
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    email: customer.email,
    phone: null,
    currency,
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    default_address: {
      ...address,
      id: wireId(customer.id + 1n),
      customer_id: wireId(customer.id),
      country_name: customer.country,
      default: true,
    },
  }
}
