import {
  type Any,
  at,
  dropped,
  fixed,
  groupOf,
  leafOf,
  made,
  reading,
  through,
} from './change-rule.js'
import type { Defect, FoldDefect } from './defect.js'
import { exchanged, otherSign, percentForShare } from './mistakes.js'

const DAY_MS = 86_400_000
const shifted = (days: number) => (moment: string) =>
  new Date(Date.parse(moment) + days * DAY_MS).toISOString().replace('.000Z', 'Z')

/** Mistakes in the mapping of NetSuite's sales orders. */
export const netsuiteOrderDefects: readonly Defect[] = [
  {
    name: 'a discount line raises the price',
    bug: 19,
    plant: at('/lines/*/discounts/*/amount', otherSign),
  },
  {
    name: 'discount lines are passed over',
    bug: 19,
    plant: at('/lines/*/discounts', fixed([])),
  },
  {
    name: 'percent are taken for a fraction',
    bug: 20,
    plant: at('/lines/*/taxes/*/rate', percentForShare),
  },
  {
    name: 'the rate of a tax is rounded to whole percent',
    bug: 20,
    plant: at(
      '/lines/*/taxes/*/rate',
      through((rate) => String(Math.round(Number(rate) * 100) / 100)),
    ),
  },
  {
    name: 'a closed line was not sent at all',
    bug: 37,
    plant: at(
      '/lines/*/quantity',
      made((quantity) => ({ ...quantity, fulfilled: '0' })),
    ),
  },
  {
    name: 'a closed line is open',
    bug: 35,
    plant: at(
      '/lines/*/quantity',
      made((quantity) => ({ ...quantity, cancelled: '0' })),
    ),
  },
  {
    name: 'an order is placed the day before',
    bug: 24,
    plant: at('/placedAt', through(shifted(-1), shifted(1))),
  },
  {
    name: 'the day is midnight in New York',
    bug: 24,
    plant: at(
      '/placedAt',
      through(
        (moment) => moment.replace('Z', '-05:00'),
        (moment) => moment.replace('-05:00', 'Z'),
      ),
    ),
  },
  {
    name: 'an unknown currency is the euro',
    bug: 21,
    plant: at(
      '/currency',
      leafOf(({ decode }) => ({
        decode: (wire: Any, context: Any) => (wire === '3' ? 'EUR' : decode(wire, context)),
      })),
    ),
  },
  {
    name: 'the order’s own number wins over the shop’s',
    bug: 27,
    plant: at('/number', reading({ given: 'own', own: 'given' })),
  },
  {
    name: 'a country is named, not coded',
    bug: 26,
    plant: at(
      '/billTo/country',
      leafOf(({ decode }) => ({
        decode: (wire: Any, context: Any) => wire?.refName ?? decode(wire, context),
      })),
    ),
  },
  {
    name: 'charges have no tax',
    bug: 18,
    plant: at('/charges/*/taxes', fixed([])),
  },
  {
    name: 'rounding has the other sign',
    bug: 20,
    plant: at('/rounding', otherSign),
  },
  {
    name: 'the price of a unit is divided as a double',
    bug: 20,
    plant: at(
      '/lines/*/unitPrice',
      groupOf(({ get }) => ({
        get: (values: Any, context: Any) => {
          const price = get(values, context)
          if (values.amount === undefined || !('shop' in price)) return price
          const amount = String(Number(values.amount) / Number(values.quantity))
          return { shop: { ...price.shop, amount } }
        },
      })),
    ),
  },
  {
    name: 'every status is one of its own word alone',
    bug: 35,
    plant: at(
      '/asserted/fulfilment',
      through(({ raw }) => ({ raw, value: 'none' })),
    ),
  },
  {
    name: 'lines are told apart by their item, which may come twice',
    bug: 13,
    plant: at('/lines', (node) => ({ ...node, key: () => 'item' })),
  },
  {
    name: 'the line’s name is the item’s',
    bug: 27,
    plant: at('/lines/*/title', reading({ description: 'name', name: 'description' })),
  },
  {
    name: 'billing and shipping address are exchanged',
    bug: 26,
    plant: exchanged({ '/billTo': '/billingAddress', '/shipTo': '/shippingAddress' }),
  },
  {
    name: 'the external id is passed over',
    bug: 'documented',
    plant: at('(1)(one)/refs', dropped),
  },
]

/** Mistakes in how NetSuite's flat sublists are brought together. */
export const netsuiteFoldDefects: readonly FoldDefect[] = [
  {
    name: 'lines that others entered are lost',
    bug: 'documented',
    spoil: ({ otherLines: _, ...rest }) => ({ ...rest, otherLines: [] }),
  },
  {
    name: 'a line keeps its first tax only',
    bug: 31,
    spoil: ({ goods, ...rest }) => ({
      ...rest,
      goods: (goods as Any[]).map((line) => ({ ...line, taxes: line.taxes.slice(0, 1) })),
    }),
  },
  {
    name: 'the tax of shipping belongs to the first line',
    bug: 31,
    spoil: ({ goods, charges, ...rest }) => {
      const [first, ...others] = goods as Any[]
      const taxes = (charges as Any[]).flatMap((charge) => charge.taxes)
      const moved = first ? [{ ...first, taxes: [...first.taxes, ...taxes] }, ...others] : []
      return {
        ...rest,
        goods: moved,
        charges: (charges as Any[]).map((charge) => ({ ...charge, taxes: [] })),
      }
    },
  },
  {
    name: 'the total contains rounding that is a line of its own',
    bug: 20,
    spoil: ({ total, rounding, ...rest }) => ({
      ...rest,
      ...(rounding ? { rounding } : {}),
      ...(total === undefined ? {} : { total: Number(total) - 0.02 }),
    }),
  },
]
