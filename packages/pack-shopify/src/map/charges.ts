import { decimal, group, type Handle, type Rule, refuse } from '@canonry/mapping'
import type { Amount, Charge } from '@canonry/model'
import type { MoneySet } from '../wire/money-set.js'
import { amountOfSet, type Currencies, NO_SET, type SetValues, setOf, setReads } from './amount.js'

type ChargeRule = Rule<Charge | undefined, Currencies>

const ONE_SUM = 'tips, duties and fees are stated as one sum each'
/** What a sum says nothing of. */
const SUM = { '/ref': ONE_SUM, '/title': ONE_SUM, '/code': ONE_SUM } as const

/** All tips of an order as one charge; Shopify states them in the shop's currency only. */
export function tip(received: Handle<string | null | undefined>): ChargeRule {
  return group(
    { received: [received, decimal] },
    {
      doc: 'tips, where there are any; in the shop’s currency only',
      unwritten: { ...SUM, '/amount/buyer': 'tips are stated in the shop’s currency' },
      get: ({ received }, { currency }) =>
        received === undefined || received === '0'
          ? undefined
          : charge('tip', { shop: { amount: received, currency } }),
      put: (value, { currency }) => {
        if (value === undefined) return { received: '0' }
        if (!isSum(value)) return NO_SUM
        const { shop } = value.amount
        return shop.currency === currency
          ? { received: shop.amount }
          : refuse('currency', 'a tip in the currency of the order')
      },
    },
  )
}

/** All tips of an order that were given back, as one charge that is owed no more. */
export function tipGivenBack(given: Handle<string | null | undefined>): ChargeRule {
  return group(
    { given: [given, decimal] },
    {
      doc: 'tips that were given back: what their lines count no more',
      unwritten: { ...SUM, '/amount/buyer': 'tips are stated in the shop’s currency' },
      get: ({ given }, { currency }): Charge | undefined =>
        given === undefined
          ? undefined
          : { ...charge('tip', { shop: { amount: given, currency } }), removed: true },
      put: (value, { currency }) => {
        if (value === undefined) return { given: undefined }
        if (!isSum({ ...value, removed: false })) return NO_SUM
        const { shop } = value.amount
        return shop.currency === currency
          ? { given: shop.amount }
          : refuse('currency', 'a tip in the currency of the order')
      },
    },
  )
}

/** The places of a charge that is stated as it was ordered and as it is now. */
export interface Stated {
  readonly original: Handle<MoneySet | null | undefined>
  readonly current: Handle<MoneySet | null | undefined>
}

/** Duties or fees of an order as one charge: what they are now, where the document says it. */
export function statedCharge(kind: 'duty' | 'fee', { original, current }: Stated): ChargeRule {
  const reads = { ...setReads(current), ...originalReads(original) } as const
  return group(reads, {
    doc: `${kind}: the current amount, else the original`,
    loss: 'the original amount where it has changed',
    unwritten: SUM,
    get: (values, context) => {
      const found = amountOfSet(values, context) ?? amountOfSet(originalOf(values), context)
      return found && charge(kind, found)
    },
    put: (value, context) => {
      if (value !== undefined && !isSum(value)) return NO_SUM
      const set = value === undefined ? NO_SET : setOf(value.amount, context)
      return { ...set, ...asOriginal(set) }
    },
  })
}

interface OriginalValues {
  readonly originalShop: SetValues['shop']
  readonly originalShopCurrency: SetValues['shopCurrency']
  readonly originalBuyer: SetValues['buyer']
  readonly originalBuyerCurrency: SetValues['buyerCurrency']
}

function originalReads(set: Handle<MoneySet | null | undefined>) {
  const { shop, shopCurrency, buyer, buyerCurrency } = setReads(set)
  return {
    originalShop: shop,
    originalShopCurrency: shopCurrency,
    originalBuyer: buyer,
    originalBuyerCurrency: buyerCurrency,
  } as const
}

function originalOf(values: OriginalValues): SetValues {
  return {
    shop: values.originalShop,
    shopCurrency: values.originalShopCurrency,
    buyer: values.originalBuyer,
    buyerCurrency: values.originalBuyerCurrency,
  }
}

function asOriginal(values: SetValues): OriginalValues {
  return {
    originalShop: values.shop,
    originalShopCurrency: values.shopCurrency,
    originalBuyer: values.buyer,
    originalBuyerCurrency: values.buyerCurrency,
  }
}

function charge(kind: Charge['kind'], amount: Amount): Charge {
  return { kind, amount, removed: false, discounts: [], taxes: [] }
}

const NO_SUM = refuse('no-place', 'a sum without taxes and discounts that was not removed')

/** Whether an amount is all the money that a charge is about: what is more must not get lost. */
function isSum({ discounted, removed, discounts, taxes }: Charge): boolean {
  return discounted === undefined && !removed && discounts.length === 0 && taxes.length === 0
}
