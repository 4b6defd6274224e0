import { mapPair, type Pair } from './pair.js'
import type { ShopTax } from './shop-order.js'

/** Whether prices contain the tax, and which taxes are charged. */
export interface TaxRule {
  readonly included: boolean
  readonly taxes: readonly { readonly title: string; readonly rate: number }[]
}

// rates as published by the tax authorities in 2026; several US rates stand for state, county, city
const RULES: Readonly<Record<string, TaxRule>> = {
  DE: { included: true, taxes: [{ title: 'DE MwSt', rate: 0.19 }] },
  FR: { included: true, taxes: [{ title: 'FR TVA', rate: 0.2 }] },
  GB: { included: true, taxes: [{ title: 'GB VAT', rate: 0.2 }] },
  CH: { included: true, taxes: [{ title: 'CH MWST', rate: 0.081 }] },
  JP: { included: true, taxes: [{ title: 'CT', rate: 0.1 }] },
  US: {
    included: false,
    taxes: [
      { title: 'Texas State Tax', rate: 0.0625 },
      { title: 'Austin City Tax', rate: 0.01 },
      { title: 'Austin MTA', rate: 0.01 },
    ],
  },
  KW: { included: false, taxes: [] },
}

/** How a country taxes. */
export function taxRule(country: string): TaxRule {
  return RULES[country] ?? (RULES['DE'] as TaxRule)
}

/** The taxes on what is charged for one line or shipping line, rounded per tax and side. */
export function taxesOn(charged: Pair, { included, taxes }: TaxRule): ShopTax[] {
  const all = taxes.reduce((sum, { rate }) => sum + rate, 0)
  return taxes.map(({ title, rate }) => ({
    title,
    rate,
    amount: mapPair(charged, (units) => Math.round((units * rate) / (included ? 1 + all : 1))),
  }))
}
