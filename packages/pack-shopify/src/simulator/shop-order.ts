import type { Article } from './catalogue.js'
import type { Currencies, Pair } from './pair.js'

/** A tax on a line or on shipping. `rate` is the fraction as Shopify prints it, a JSON number. */
export interface ShopTax {
  readonly title: string
  readonly rate: number
  readonly amount: Pair
}

/** A line of a simulated order. Discounts and taxes are those of all ordered units. */
export interface ShopLine {
  readonly id: bigint
  readonly article: Article
  readonly quantity: number
  /** After units were removed by an edit. */
  readonly current: number
  readonly fulfilled: number
  readonly unit: Pair
  readonly allocations: readonly { readonly application: number; readonly amount: Pair }[]
  readonly taxes: readonly ShopTax[]
  readonly group?: bigint
}

/** A shipping line; `discounted` is what is charged. */
export interface ShopShipping {
  readonly id: bigint
  readonly title: string
  readonly price: Pair
  readonly discounted: Pair
  readonly taxes: readonly ShopTax[]
}

/** A discount as the shop applied it. */
export interface ShopDiscount {
  readonly code: string
  readonly kind: 'percentage' | 'fixed_amount'
  /** As printed: percent points or an amount. */
  readonly value: string
  readonly target: 'line_item' | 'shipping_line'
}

/** Who bought; orders without a customer exist (sales channels that ask for none). */
export interface ShopCustomer {
  readonly id: bigint
  readonly first: string
  readonly last: string
  readonly email: string
  readonly country: string
  readonly city: string
  readonly zip: string
  /** `disabled` is a guest checkout: a record without an account. */
  readonly state: 'enabled' | 'disabled'
}

/** The shop's own record of an order: what the books of the shop say. */
export interface ShopOrder {
  readonly id: bigint
  readonly number: number
  readonly currencies: Currencies
  readonly taxesIncluded: boolean
  readonly createdAt: number
  readonly updatedAt: number
  readonly cancelledAt?: number
  readonly customer?: ShopCustomer
  readonly address: Omit<ShopCustomer, 'id' | 'state'>
  readonly lines: readonly ShopLine[]
  readonly shipping: readonly ShopShipping[]
  readonly discounts: readonly ShopDiscount[]
  /** Both sides exist; webhooks print the shop's alone. */
  readonly tip: Pair
  /** Shop currency, minor units. */
  readonly paid: number
  /** What the shop's own total differs by from the sum of its parts, in minor units: taxes rounded per order. */
  readonly drift: number
  readonly note?: string
}
