import type { Money, OrderLine, PartTotals, Ref } from '@canonry/model'
import { remainingUnits } from '@canonry/model'
import { bookTaxes } from './book-tax.js'
import { type Booking, LINE_DISCOUNTS } from './booked-order.js'
import { itemOfNameless, linkedItem } from './linked-item.js'
import { netOfTax } from './net-of-tax.js'
import { unitPriceOf } from './unit-price.js'

/** A line for the units that still belong to the order, at prices without tax. */
export function bookLine(line: OrderLine, totals: PartTotals, booking: Booking): OrderLine {
  const { profile } = booking
  const quantity = remainingUnits(line)
  const { gross, discount, taxes } = netOfTax(totals, { taxes: line.taxes, profile })
  const known =
    line.unitPrice.shop.currency === gross.currency ? line.unitPrice.shop : line.unitPrice.buyer
  const unitPrice = unitPriceOf({ ...gross, quantity, known: known?.amount })
  const { sku } = line
  return {
    ref: netsuiteRef(booking, { kind: `${booking.record}Line`, id: line.ref.id }),
    ...(sku ? { sku } : {}),
    variant: netsuiteRef(booking, { kind: 'item', id: itemOf(line, booking) }),
    title: line.title,
    quantity: { ordered: quantity, cancelled: '0', fulfilled: '0', returned: '0' },
    unitPrice: { shop: { amount: unitPrice, currency: gross.currency } },
    discounts: discountOf(discount),
    taxes: bookTaxes(line.taxes, { amounts: taxes, profile: booking.profile }),
    giftCard: false,
    requiresShipping: true,
  }
}

/** A ref into the account that is booked in. */
export function netsuiteRef(
  { account }: Pick<Booking, 'account'>,
  { kind, id }: { kind: string; id: string },
): Ref {
  return { system: 'netsuite', account, kind, id }
}

// a line without an item does not get here: its order waits
function itemOf(line: OrderLine, booking: Booking): string {
  const { sku, variant } = line
  const named = sku ? booking.items.get(sku) : undefined
  return (named ?? linkedItem(variant, booking) ?? itemOfNameless(line, booking.profile)) as string
}

function discountOf(discount: Money): OrderLine['discounts'] {
  return discount.amount === '0'
    ? []
    : [{ application: LINE_DISCOUNTS, amount: { shop: discount } }]
}
