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
import { amount, type CurrencyById, type MoneyContext } from './money.js'
import { ofLines } from './operations.js'
import { taxMapping } from './tax.js'

/** An item line for a tip, duty or fee, or the shipping cost ⇄ a charge. */
export function chargeMapping(currency: CurrencyById): Mapping<WireCharge, Charge, MoneyContext> {
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
        ...ofLines,
        note: 'shipping is no line and keeps none',
      }),
      code: maybe($.key, text),
      amount: amount($.amount, number, currency),
      discounted: absent('charges are booked after discounts'),
      removed: constant(false),
      discounts: constant([]),
      taxes: each($.taxes, taxMapping(currency), ({ title, rate }) => `${title} ${rate}`, ofLines),
    }),
  })
}
