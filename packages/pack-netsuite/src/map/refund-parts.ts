import {
  absent,
  constant,
  each,
  from,
  mapping,
  maybe,
  needs,
  table,
  text,
  textRef,
} from '@canonry/mapping'
import { RefundAdjustment, RefundCharge, RefundLine } from '@canonry/model'
import { WireAdjustment, WireAllowance, WireReturnedGoods } from '../wire/cash-refund.js'
import { WireCharge } from '../wire/sales-order.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadCashRefundLine } from '../wire/unread-cash-refund.js'
import type { LineContext } from './goods.js'
import { number } from './leaves.js'
import { type Amounts, amount } from './money.js'
import { taxMapping } from './tax.js'

const NO_GOODWILL = absent('a line without an item says it')

/** A line of goods that came back ⇄ a refund line. */
export function returnedGoodsMapping(amounts: Amounts) {
  const { lines } = amounts.operations
  return mapping({
    system: 'netsuite',
    entity: 'RefundLine',
    wire: WireReturnedGoods,
    canonical: RefundLine,
    needs: needs<LineContext>(),
    map: ($) => ({
      line: from($.key, textRef('cashSaleLine')),
      variant: from($.item.id, textRef('item'), lines),
      sku: maybe($.item.refName, text),
      quantity: from($.quantity, number, lines),
      net: amount($.amount, number, amounts),
      taxes: each($.taxes, taxMapping(amounts), ({ title, rate }) => `${title} ${rate}`, lines),
      goodwill: NO_GOODWILL,
    }),
    preserve: ($) => preservedIn($, unreadCashRefundLine),
    ignore: ($) => ignoredIn($, unreadCashRefundLine),
  })
}

/** Money that is given back for a line of which no goods came back ⇄ a refund line of no units. */
export function allowanceMapping(amounts: Amounts) {
  const { lines } = amounts.operations
  return mapping({
    system: 'netsuite',
    entity: 'RefundLine',
    wire: WireAllowance,
    canonical: RefundLine,
    needs: needs<LineContext>(),
    map: ($) => ({
      line: from($.key, textRef('cashSaleLine')),
      variant: absent('no goods came back'),
      sku: absent('no goods came back'),
      quantity: constant('0'),
      net: amount($.amount, number, amounts),
      taxes: each($.taxes, taxMapping(amounts), ({ title, rate }) => `${title} ${rate}`, lines),
      goodwill: NO_GOODWILL,
    }),
  })
}

/** An item line for a tip, duty or fee, or the shipping cost ⇄ what is given back of a charge. */
export function refundChargeMapping(amounts: Amounts) {
  const { lines } = amounts.operations
  return mapping({
    system: 'netsuite',
    entity: 'RefundCharge',
    wire: WireCharge,
    canonical: RefundCharge,
    needs: needs<LineContext>(),
    map: ($) => ({
      kind: from($.kind, table({ shipping: 'shipping', tip: 'tip', duty: 'duty', fee: 'fee' })),
      charge: maybe($.key, textRef('cashSaleCharge')),
      net: amount($.amount, number, amounts),
      taxes: each($.taxes, taxMapping(amounts), ({ title, rate }) => `${title} ${rate}`, lines),
    }),
    preserve: ($) => [$.description],
  })
}

/** A line with an adjustment ⇄ what makes the refund more or less than its lines come to. */
export function adjustmentMapping(amounts: Amounts) {
  const { lines } = amounts.operations
  return mapping({
    system: 'netsuite',
    entity: 'RefundAdjustment',
    wire: WireAdjustment,
    canonical: RefundAdjustment,
    needs: needs<LineContext>(),
    map: ($) => ({
      kind: from(
        $.key,
        table({
          goodwill: 'goodwill',
          'restocking-fee': 'restocking-fee',
          'return-shipping': 'return-shipping',
          exchange: 'exchange',
          unknown: 'unknown',
        }),
      ),
      amount: amount($.amount, number, amounts),
      reason: maybe($.description, text, lines),
    }),
  })
}
