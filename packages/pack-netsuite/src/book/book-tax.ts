import { addMoney, type Money, type TaxLine } from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'

/** Taxes with the cents that the source charged, on top of the net price; those of nothing are left out. */
export function bookTaxes(
  taxes: readonly TaxLine[],
  { amounts, profile }: { amounts: readonly Money[]; profile: NetsuiteProfile },
): TaxLine[] {
  return taxes.flatMap((tax, index) => {
    const shop = amounts[index] as Money
    if (shop.amount === '0') return []
    const { rate } = tax
    return [
      {
        title: titleOfTaxCode(taxCodeOf(tax.title, profile)),
        ...(rate === undefined ? {} : { rate }),
        amount: { shop },
        included: false,
        collectedBy: 'unknown' as const,
      },
    ]
  })
}

/**
 * Taxes of parcels that are booked as one: one per code and rate, which is what NetSuite shows.
 */
export function joinTaxes(taxes: readonly TaxLine[]): TaxLine[] {
  const joined = new Map<string, TaxLine>()
  for (const tax of taxes) {
    const key = JSON.stringify([tax.title, tax.rate])
    const known = joined.get(key)
    const shop = known ? addMoney(known.amount.shop, tax.amount.shop) : tax.amount.shop
    joined.set(key, { ...tax, amount: { shop } })
  }
  return [...joined.values()].filter(({ amount }) => amount.shop.amount !== '0')
}

/** The title under which NetSuite's tax code comes back. */
export function titleOfTaxCode(id: string): string {
  return `Tax code ${id}`
}

/** The tax code that a title of {@link titleOfTaxCode} names. */
export function taxCodeOfTitle(title: string): string | undefined {
  return /^Tax code (-?\d{1,64})$/.exec(title)?.[1]
}

function taxCodeOf(title: string, { taxCodes, taxCode }: NetsuiteProfile): string {
  const named = Object.hasOwn(taxCodes, title) ? taxCodes[title] : undefined
  return named ?? taxCodeOfTitle(title) ?? taxCode
}
