import type { Finding } from '../entity/finding.js'
import type { Amount, Side } from '../value/amount.js'
import { addDecimals, compareDecimals } from '../value/decimal.js'
import { type Money, printMoney, subtractMoney, sumMoney } from '../value/money.js'
import type { DiscountApplication } from './discount.js'
import type { Order } from './order.js'
import { sideCurrency, sideOf } from './order-side.js'
import { originalTotals } from './order-totals.js'

/** Allocations without an application, applications that do not add up, and discounts above the price. */
export function checkDiscounts(order: Order): Finding[] {
  const allocations = allocationsOf(order)
  return [
    ...checkAllocations(order),
    ...checkKeys(order),
    ...order.discounts.flatMap((application, index) => {
      const allocated = allocations.get(application.key) ?? []
      const about = { order, application, index, allocated }
      return [
        ...checkFunding(application, `/discounts/${index}/funding`),
        ...checkAmount(about, 'shop'),
        ...(order.buyerCurrency === undefined ? [] : checkAmount(about, 'buyer')),
      ]
    }),
    ...checkHeight(order),
  ]
}

/** What lines and charges got of each application, by its key. */
function allocationsOf(order: Order): ReadonlyMap<string, readonly Amount[]> {
  const found = new Map<string, Amount[]>()
  for (const { discounts } of partsOf(order)) {
    for (const { application, amount } of discounts) {
      const known = found.get(application)
      if (known) known.push(amount)
      else found.set(application, [amount])
    }
  }
  return found
}

function checkAllocations(order: Order): Finding[] {
  const known = new Set(order.discounts.map(({ key }) => key))
  return partsOf(order).flatMap(({ path, discounts }) =>
    discounts.flatMap(({ application }, index) => {
      if (known.has(application)) return []
      const message = `the discount ${application} is not one of the order's applications`
      return [{ code: 'unknown-application', path: `${path}/discounts/${index}`, message }]
    }),
  )
}

function checkKeys({ discounts }: Order): Finding[] {
  const known = new Set<string>()
  return discounts.flatMap(({ key }, index) => {
    if (!known.has(key)) {
      known.add(key)
      return []
    }
    const message = `two discounts are named ${key}, so nothing can tell which one a line got`
    return [{ code: 'duplicate-application', path: `/discounts/${index}/key`, message }]
  })
}

function checkFunding({ funding }: DiscountApplication, path: string): Finding[] {
  if (funding === undefined) return []
  const sum = funding.reduce((total, { share }) => addDecimals(total, share), '0')
  const negative = funding.some(({ share }) => compareDecimals(share, '0') < 0)
  if (sum === '1' && !negative) return []
  const message = `the shares of those who pay for this discount add up to ${sum}, not to 1`
  return [{ code: 'funding-differs', path, message }]
}

interface Allocated {
  readonly order: Order
  readonly application: DiscountApplication
  readonly index: number
  readonly allocated: readonly Amount[]
}

function checkAmount({ order, application, index, allocated }: Allocated, side: Side): Finding[] {
  const stated = application.amount && sideOf(order, application.amount, side)
  if (!stated) return []
  const amounts = allocated.map((amount) => sideOf(order, amount, side))
  // an unknown side is a finding of the totals
  if (!amounts.every((money) => money !== undefined)) return []
  const sum = sumMoney(amounts as Money[], sideCurrency(order, side))
  const difference = subtractMoney(stated, sum)
  if (difference.amount === '0') return []
  const message = `the discount is ${printMoney(stated)}, but ${printMoney(sum)} of it is on lines and charges`
  return [{ code: 'allocation-differs', path: `/discounts/${index}/amount`, message, difference }]
}

function checkHeight(order: Order): Finding[] {
  const totals = originalTotals(order, 'shop')
  if (!totals) return []
  const sums = [...totals.lines, ...totals.charges]
  return partsOf(order).flatMap(({ path }, index) => {
    const { gross, net } = sums[index] as { gross: Money; net: Money }
    if (compareDecimals(gross.amount, '0') < 0 || compareDecimals(net.amount, '0') >= 0) return []
    const message = `the discounts are ${printMoney({ ...net, amount: net.amount.slice(1) })} above the price`
    return [{ code: 'over-discounted', path: `${path}/discounts`, message, difference: net }]
  })
}

interface Part {
  readonly path: string
  readonly discounts: readonly { readonly application: string; readonly amount: Amount }[]
}

function partsOf({ lines, charges }: Order): Part[] {
  return [
    ...lines.map(({ discounts }, index) => ({ path: `/lines/${index}`, discounts })),
    ...charges.map(({ discounts }, index) => ({ path: `/charges/${index}`, discounts })),
  ]
}
