import { currencyExponent } from '@canonry/model'

/** An article that the simulated shop sells; the price is in minor units of the shop's currency. */
export interface Article {
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
  readonly productId: bigint
  readonly variantId: bigint
  readonly price: number
  readonly grams: number
  readonly requiresShipping: boolean
}

const TITLES = [
  'Linen shirt',
  'Wool jumper',
  'Rain jacket',
  'Canvas tote',
  'Leather belt',
  'Trail shoe',
  'Espresso cup',
  'Oak tray',
  'Desk lamp',
  'Wall clock',
  'Cotton towel',
  'Bath salt',
  'Green tea 250 g',
  'Olive oil 0.5 l',
  'Dark chocolate',
  'Picnic blanket',
  'Bike bell',
  'Notebook A5',
  'Fountain pen',
  'Gift voucher',
] as const
const SIZES = ['S', 'M', 'L'] as const

// what one euro is worth, roughly: prices only have to look like prices
const PER_EURO: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.1,
  GBP: 0.85,
  JPY: 160,
  KWD: 0.34,
}

/** The catalogue of a shop: {@link TITLES} in three sizes, priced in the shop's currency. */
export function createCatalogue(currency: string): [Article, ...Article[]] {
  const articles = TITLES.flatMap((title, index) =>
    SIZES.map((size, step): Article => {
      const euros = 4.95 + ((index * 37 + step * 11) % 180)
      return {
        sku: `CAN-${String(index + 1).padStart(3, '0')}-${size}`,
        title,
        variantTitle: size,
        productId: 7_700_000_000_000n + BigInt(index),
        variantId: 41_000_000_000_000n + BigInt(index * 10 + step),
        price: Math.round(euros * (PER_EURO[currency] ?? 1) * 10 ** currencyExponent(currency)),
        grams: title === 'Gift voucher' ? 0 : 100 + ((index * 53 + step * 20) % 900),
        requiresShipping: title !== 'Gift voucher',
      }
    }),
  )
  return articles as [Article, ...Article[]]
}
