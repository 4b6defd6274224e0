import {
  absent,
  constant,
  each,
  from,
  type Mapping,
  mapping,
  maybe,
  needs,
  table,
  text,
} from '@canonry/mapping'
import { Charge } from '@canonry/model'
import { WireCharge } from '../wire/sales-order.js'
import { number } from './leaves.js'
import { type Amounts, amount, type MoneyContext } from './money.js'
import { taxMapping } from './tax.js'

/** An item line for a tip, duty or fee, or the shipping cost ⇄ a charge. */
export function chargeMapping(amounts: Amounts): Mapping<WireCharge, Charge, MoneyContext> {
  return mapping({
    system: 'netsuite',
    entity: 'Charge',
    wire: WireCharge,
    canonical: Charge,
    needs: needs<MoneyContext>(),
    map: ($) => ({
      kind: from($.kind, table({ shipping: 'shipping', tip: 'tip', duty: 'duty', fee: 'fee' })),
      ref: absent('the line is named by its code'),
      title: maybe($.description, text, {
        ...amounts.operations.lines,
        note: 'shipping is no line and keeps none',
      }),
      code: maybe($.key, text),
      amount: amount($.amount, number, amounts),
      discounted: absent('charges are booked after discounts'),
      removed: constant(false),
      discounts: constant([]),
      taxes: each(
        $.taxes,
        taxMapping(amounts),
        ({ title, rate }) => `${title} ${rate}`,
        amounts.operations.lines,
      ),
    }),
  })
}
