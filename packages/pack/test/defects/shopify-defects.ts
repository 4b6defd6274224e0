import {
  type Any,
  at,
  dropped,
  fixed,
  groupOf,
  leafOf,
  made,
  reading,
  readingBeside,
  readingFrom,
  through,
} from './change-rule.js'
import type { Defect } from './defect.js'
import { exchanged, lowerCased, otherSign, percentForShare, takenFor } from './mistakes.js'

const PRICE = '/lines/*/unitPrice'
const cents = (factor: (amount: number) => number) => (amount: Any) => ({
  ...amount,
  shop: { ...amount.shop, amount: String(factor(Number(amount.shop.amount))) },
})
const swapped = ({ shop, buyer }: Any) => (buyer ? { shop: buyer, buyer: shop } : { shop })
const double = (id: string) => String(Number(id))
const idDouble = (ref: Any) => (ref ? { ...ref, id: double(ref.id) } : ref)

/** Mistakes in the mapping of Shopify orders. */
export const shopifyOrderDefects: readonly Defect[] = [
  {
    name: 'the current quantity is read from the ordered one',
    bug: 37,
    plant: at('/lines/*/quantity', reading({ current: 'ordered' })),
  },
  {
    name: 'removed units still count as open',
    bug: 37,
    plant: at(
      '/lines/*/quantity',
      made((quantity) => ({ ...quantity, cancelled: '0' })),
    ),
  },
  {
    name: 'fulfilled units are counted from what was ordered',
    bug: 37,
    plant: at(
      '/lines/*/quantity',
      groupOf(({ get }) => ({
        get: (values: Any, context: Any) => {
          const quantity = get(values, context)
          const sent = values.ordered - (values.fulfillable ?? values.ordered)
          return { ...quantity, fulfilled: String(sent) }
        },
      })),
    ),
  },
  {
    name: 'cancelled units count as returned, and go back to stock',
    bug: 16,
    plant: at(
      '/lines/*/quantity',
      made(
        ({ cancelled, ...quantity }) => ({ ...quantity, cancelled: '0', returned: cancelled }),
        ({ returned, ...quantity }) => ({ ...quantity, cancelled: returned, returned: '0' }),
      ),
    ),
  },
  {
    name: 'the shop’s side and the buyer’s are exchanged',
    bug: 21,
    plant: at(PRICE, made(swapped, swapped)),
  },
  {
    name: 'the buyer’s amount stands in the shop’s currency',
    bug: 21,
    plant: at(
      PRICE,
      made(({ shop, buyer }) =>
        buyer ? { shop, buyer: { ...buyer, currency: shop.currency } } : { shop },
      ),
    ),
  },
  {
    name: 'the buyer’s side is dropped',
    bug: 21,
    plant: at(
      '/lines/*/taxes/*/amount',
      made(({ shop }) => ({ shop })),
    ),
  },
  {
    name: 'a price without a set is in dollars',
    bug: 21,
    plant: at(
      PRICE,
      groupOf(({ get }) => ({
        get: (values: Any, context: Any) => get(values, { ...context, currency: 'USD' }),
      })),
    ),
  },
  {
    name: 'yen have two decimals',
    bug: 22,
    plant: at(
      PRICE,
      made(
        (amount) =>
          amount.shop.currency === 'JPY' ? cents((units) => units / 100)(amount) : amount,
        (amount) =>
          amount.shop.currency === 'JPY' ? cents((units) => units * 100)(amount) : amount,
      ),
    ),
  },
  {
    name: 'amounts are rounded to two decimals',
    bug: 20,
    plant: at(PRICE, made(cents((amount) => Math.round(amount * 100) / 100))),
  },
  {
    name: 'amounts go through a float',
    bug: 20,
    plant: at(PRICE, made(cents((amount) => (amount * 1.1) / 1.1))),
  },
  {
    name: 'prices are called tax-inclusive where they are not',
    bug: 18,
    plant: at(
      '/taxIncluded',
      through(
        (flag) => !flag,
        (flag) => !flag,
      ),
    ),
  },
  {
    name: 'taxes always come on top',
    bug: 18,
    plant: at('/lines/*/taxes/*/included', fixed(false)),
  },
  {
    name: 'shipping has no tax',
    bug: 18,
    plant: at('(0)/charges/*/taxes', fixed([])),
  },
  {
    name: 'allocations of discounts are dropped',
    bug: 19,
    plant: at('/lines/*/discounts', fixed([])),
  },
  {
    name: 'an allocation belongs to the next discount',
    bug: 19,
    plant: at(
      '/lines/*/discounts/*/application',
      through(
        (key) => String(Number(key) + 1),
        (key) => String(Number(key) - 1),
      ),
    ),
  },
  {
    name: 'discounts of lines and of shipping are exchanged',
    bug: 19,
    plant: at('/discounts/*/target', through(otherTarget, otherTarget)),
  },
  {
    name: 'a discount of shipping is taken off twice',
    bug: 19,
    plant: at(
      '(0)/charges/*/amount',
      readingBeside({ price: 'discounted_price', price_set: 'discounted_price_set' }),
    ),
  },
  {
    name: 'a share is read as percent',
    bug: 19,
    plant: at(
      '/discounts/*/kind',
      through(() => 'percent'),
    ),
  },
  {
    name: 'tax rates are percent',
    bug: 20,
    plant: at('/lines/*/taxes/*/rate', percentForShare),
  },
  {
    name: 'ids go through a double',
    bug: 23,
    plant: at('/lines/*/ref', made(idDouble)),
  },
  {
    name: 'the number wins over the global id, though it lost its last digits',
    bug: 23,
    plant: at('(one)/refs', reading({ gid: 'id', id: 'gid' })),
  },
  {
    name: 'a variant’s id goes through a double',
    bug: 23,
    plant: at('/lines/*/variant', through(idDouble)),
  },
  {
    name: 'the offset of a moment is dropped',
    bug: 24,
    plant: at(
      '/updatedAt',
      through((moment) => `${moment.slice(0, 19)}Z`),
    ),
  },
  {
    name: 'moments are brought to UTC',
    bug: 24,
    plant: at(
      '/closedAt',
      through((moment) => new Date(moment).toISOString()),
    ),
  },
  {
    name: 'fractions of seconds are cut off',
    bug: 24,
    plant: at(
      '/cancelledAt',
      through((moment) => moment.replace(/\.\d+/, '')),
    ),
  },
  {
    name: 'an order is placed when it was created',
    bug: 24,
    plant: at('/placedAt', reading({ processed: 'created', created: 'processed' })),
  },
  {
    name: 'part refunded is refunded',
    bug: 25,
    plant: at('/asserted/payment', through(takenFor('part-refunded', 'refunded'))),
  },
  {
    name: 'an unknown state of payment is paid',
    bug: 25,
    plant: at('/asserted/payment', through(takenFor('unknown', 'paid'))),
  },
  {
    name: 'what is to be refunded loses its sign',
    bug: 25,
    plant: at(
      '/asserted/outstanding',
      made((money) => ({ ...money, amount: money.amount.replace('-', '') })),
    ),
  },
  {
    name: 'restocked goods were delivered',
    bug: 16,
    plant: at('/asserted/fulfilment', made(takenFor('restocked', 'complete'))),
  },
  {
    name: 'a null status is an unknown one',
    bug: 35,
    plant: at('/asserted/fulfilment', made(takenFor('none', 'unknown'))),
  },
  {
    name: 'an article number is trimmed',
    bug: 27,
    plant: at(
      '/lines/*/sku',
      through((sku) => sku.trim()),
    ),
  },
  {
    name: 'an article number is the product’s',
    bug: 27,
    plant: at('/lines/*/variant', readingFrom('/product_id')),
  },
  {
    name: 'products and variants are exchanged',
    bug: 27,
    plant: exchanged({ '/lines/*/variant': '/variant_id', '/lines/*/product': '/product_id' }),
  },
  {
    name: 'an e-mail address is brought to lower case',
    bug: 26,
    plant: at('/email', lowerCased),
  },
  {
    name: 'notes that differ in case and in spaces are the same note',
    bug: 26,
    plant: at(
      '/note',
      leafOf(() => ({
        lossless: false,
        loss: 'spaces around',
        decode: (wire: Any) => (typeof wire === 'string' ? wire.trim() : wire),
        same: (wire: Any, value: Any) =>
          String(wire).trim().toLowerCase() === value.trim().toLowerCase(),
      })),
    ),
  },
  {
    name: 'a missing note is an empty one',
    bug: 26,
    plant: at('/note', (node) => ({
      ...leafOf(({ decode }) => ({
        decode: (wire: Any, context: Any) => (wire === null ? '' : decode(wire, context)),
      }))(node),
      empty: 'meaning',
    })),
  },
  {
    name: 'a country code is brought to lower case',
    bug: 26,
    plant: at('/billTo/country', lowerCased),
  },
  {
    name: 'the goods go to the billing address',
    bug: 26,
    plant: exchanged({ '/billTo': '/billing_address', '/shipTo': '/shipping_address' }),
  },
  {
    name: 'who collects the tax is not asked',
    bug: 29,
    plant: at('/lines/*/taxes/*/collectedBy', fixed('merchant')),
  },
  {
    name: 'unknown means that the merchant owes the tax',
    bug: 29,
    plant: at(
      '/lines/*/taxes/*/collectedBy',
      through((by) => (by === 'unknown' ? 'merchant' : by)),
    ),
  },
  {
    name: 'a gift card is turnover',
    bug: 'documented',
    plant: at('/lines/*/giftCard', fixed(false)),
  },
  {
    name: 'a tip is dropped',
    bug: 'documented',
    plant: at('(1)(one)/charges', (node) => ({ ...node, get: () => undefined })),
  },
  {
    name: 'duties are what they were before the edit',
    bug: 37,
    plant: at(
      '(3)(one)/charges',
      reading({
        shop: 'originalShop',
        shopCurrency: 'originalShopCurrency',
        buyer: 'originalBuyer',
        buyerCurrency: 'originalBuyerCurrency',
      }),
    ),
  },
  {
    name: 'a shipping line that was removed is charged',
    bug: 37,
    plant: at('(0)/charges/*/removed', fixed(false)),
  },
  {
    name: 'cash rounding has the other sign',
    bug: 20,
    plant: at('/rounding', otherSign),
  },
  {
    name: 'cash rounding is dropped',
    bug: 20,
    plant: at('/rounding', dropped),
  },
  {
    name: 'the asserted total is the one before the edit',
    bug: 37,
    plant: at('/asserted/currentTotal', dropped),
  },
  {
    name: 'lines are told apart by nothing',
    bug: 27,
    plant: at('/lines', (node) => ({ ...node, key: () => '' })),
  },
  {
    name: 'the referring page is not written back',
    bug: 'documented',
    plant: at(
      '/attribution',
      groupOf(() => ({ put: (found: Any) => ({ landing: found?.landingPage }) })),
    ),
  },
  {
    name: 'what the till was is forgotten',
    bug: 'documented',
    plant: at('/workstation', dropped),
  },
  {
    name: 'a test order is a real one',
    bug: 'documented',
    plant: at('/test', fixed(false)),
  },
]

function otherTarget(target: string): string {
  return { line: 'shipping', shipping: 'line' }[target] ?? target
}

/** Mistakes in the mapping of Shopify customers. */
export const shopifyCustomerDefects: readonly Defect[] = [
  {
    name: 'a customer’s e-mail address is brought to lower case',
    bug: 26,
    plant: at('/email', lowerCased),
  },
  {
    name: 'first and last name are exchanged',
    bug: 26,
    plant: exchanged({ '/firstName': '/first_name', '/lastName': '/last_name' }),
  },
  {
    name: 'a note is trimmed when it is written',
    bug: 26,
    plant: at(
      '/note',
      through(
        (note) => note,
        (note) => note.trim(),
      ),
    ),
  },
]
