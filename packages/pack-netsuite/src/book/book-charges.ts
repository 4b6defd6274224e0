import { type Charge, type Money, type PartTotals, sumMoney } from '@canonry/model'
import { bookTaxes, joinTaxes } from './book-tax.js'
import type { Booking } from './booked-order.js'
import { type BookedPart, netOfTax } from './net-of-tax.js'
import { uniqueKeys } from './unique-keys.js'

interface PricedCharge {
  readonly charge: Charge
  readonly key: string
  readonly part: BookedPart
}

/**
 * Charges after discounts and without tax: tips, duties and fees one by one, all shipping as one,
 * because a sales order has one shipping cost. Charges of nothing are left out.
 */
export function bookCharges(
  charges: readonly Charge[],
  { totals, booking }: { totals: readonly PartTotals[]; booking: Booking },
): Charge[] {
  const keys = uniqueKeys(
    charges.map((charge, index) => charge.ref?.id ?? charge.code ?? String(index)),
  )
  const priced = charges.map((charge, index) => ({
    charge,
    key: keys[index] as string,
    part: netOfTax(totals[index] as PartTotals, { taxes: charge.taxes, profile: booking.profile }),
  }))
  const shipping = priced.filter(({ charge }) => charge.kind === 'shipping')
  const others = priced.filter(({ charge }) => charge.kind !== 'shipping')
  return [
    ...others.map((one) => bookCharge(one, booking)),
    ...(shipping.length === 0 ? [] : [bookShipping(shipping, booking)]),
  ].filter((charge) => charge.amount.shop.amount !== '0' || charge.taxes.length > 0)
}

function bookCharge({ charge, key, part }: PricedCharge, { profile }: Booking): Charge {
  const { kind, title } = charge
  return {
    kind,
    code: key,
    title: title ?? kind,
    amount: { shop: part.net },
    removed: false,
    discounts: [],
    taxes: bookTaxes(charge.taxes, { amounts: part.taxes, profile }),
  }
}

function bookShipping(charges: readonly PricedCharge[], { profile }: Booking): Charge {
  const nets = charges.map(({ part }) => part.net)
  const taxes = charges.flatMap(({ charge, part }) =>
    bookTaxes(charge.taxes, { amounts: part.taxes, profile }),
  )
  return {
    kind: 'shipping',
    amount: { shop: sumMoney(nets, (nets[0] as Money).currency) },
    removed: false,
    discounts: [],
    taxes: joinTaxes(taxes),
  }
}
