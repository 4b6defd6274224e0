import type { AnyMapping } from '@canonry/mapping'

/** Kinds of bugs that integrations shipped, each with a public report of one. */
export const BUGS = {
  3: ['an older state wins over a newer one', 'paypal/mirakl-hyperwallet-connector#134'],
  13: ['two lines of one item are mixed up', 'medusajs/medusa#16502'],
  16: ['goods come back that did not, or twice', 'magento/inventory#1240'],
  18: ['a tax-inclusive order is taxed again', 'OCA/connector-magento#84'],
  19: ['a discount is applied at another level', 'microsoft/BCApps#10462'],
  20: ['a cent is lost in rounding', 'lavaloon-eg/ksa_compliance#174'],
  21: ['currencies are mixed', 'microsoft/BCApps#6138'],
  22: ['a currency without decimals ×100', 'Automattic/woocommerce-payments#11134'],
  23: ['a 64-bit id goes through a JSON number', 'Shopify/shopify-app-js#2781'],
  24: ['the wrong day or moment', 'amzn/selling-partner-api-models#4782'],
  25: ['a refund is booked that is none, or not', 'microsoft/BCApps#9112'],
  26: ['a customer is overwritten or duplicated', 'nuobit/odoo-addons#942'],
  27: ['variants collapse', 'frappe/ecommerce_integrations#246'],
  29: ['tax of the marketplace is booked as one’s own', 'amzn/selling-partner-api-models#4892'],
  31: ['a part carries the tax of the whole', 'frappe/ecommerce_integrations#207'],
  35: ['a state is taken for another one', 'saleor/saleor#8327'],
  37: ['an edited order is read from the wrong field', 'lightward/mechanic-tasks#7'],
  logged: ['what a customer wrote stands in a log', 'SafetyCulture/s12-proto#74'],
  documented: ['what the system documents is passed over', ''],
} as const

/** A mistake of a kind that real connectors had, planted into a mapping that is right. */
export interface Defect {
  readonly name: string
  readonly bug: keyof typeof BUGS
  readonly plant: (mapping: AnyMapping) => AnyMapping
}

/** A mistake in how a flat document is brought together. */
export interface FoldDefect extends Omit<Defect, 'plant'> {
  readonly spoil: (folded: Readonly<Record<string, unknown>>) => unknown
}
