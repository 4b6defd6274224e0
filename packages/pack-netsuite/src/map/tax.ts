import { absent, constant, from, type Mapping, mapping, maybe, needs } from '@canonry/mapping'
import { TaxLine } from '@canonry/model'
import { WireTaxDetail } from '../wire/sales-order.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadTaxDetail } from '../wire/unread-order.js'
import { number, percent, taxTitle } from './leaves.js'
import { type Amounts, amount, type MoneyContext } from './money.js'

/** A tax detail ⇄ a tax on top of the price. */
export function taxMapping(amounts: Amounts): Mapping<WireTaxDetail, TaxLine, MoneyContext> {
  return mapping({
    system: 'netsuite',
    entity: 'TaxLine',
    wire: WireTaxDetail,
    canonical: TaxLine,
    needs: needs<MoneyContext>(),
    map: ($) => ({
      title: from($.taxCode.id, taxTitle),
      rate: maybe($.taxRate, percent),
      amount: amount($.taxAmount, number, amounts),
      included: constant(false),
      collectedBy: constant('unknown'),
      type: absent('the tax type is a record of the account'),
      jurisdiction: absent('the tax code stands for it'),
      reason: absent('the tax code stands for it'),
      source: absent('NetSuite does not say who computed it'),
    }),
    preserve: ($) => preservedIn($, unreadTaxDetail),
    ignore: ($) => ignoredIn($, unreadTaxDetail),
  })
}
