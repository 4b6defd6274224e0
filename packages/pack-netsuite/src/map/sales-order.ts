import { absent, type Mapping, mapping, maybe, needs } from '@canonry/mapping'
import { Order } from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'
import { WireSalesOrder } from '../wire/sales-order.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadOrder } from '../wire/unread-order.js'
import { fulfilmentLabel } from './fulfilment-label.js'
import { currencyById } from './money.js'
import { assertedRules, saleRules } from './sale-rules.js'
import { SALES_ORDER } from './sale-type.js'

/**
 * A folded sales order ⇄ an order as NetSuite knows it.
 *
 * Writing takes what `bookOrder` makes: one side of the money, prices without tax, no history.
 */
export function salesOrderMapping(
  profile: Pick<NetsuiteProfile, 'currencies'>,
): Mapping<WireSalesOrder, Order, { account: string }> {
  const currency = currencyById(profile.currencies)
  return mapping({
    system: 'netsuite',
    entity: 'Order',
    wire: WireSalesOrder,
    canonical: Order,
    needs: needs<{ account: string }>(),
    context: ($) => ({ currencyId: $.currency.id }),
    map: ($) => ({
      ...saleRules($, { type: SALES_ORDER, profile }),
      location: absent(
        'a location in NetSuite is where goods leave from, not where they were sold',
      ),
      cancelledAt: absent('a closed order says so on its lines, without a date'),
      closedAt: absent('a closed order says so on its lines, without a date'),
      asserted: {
        ...assertedRules($, currency),
        byGiftCard: absent('a sales order does not say how it is paid'),
        outstanding: absent('a sales order is not a receivable'),
        payment: absent('payments belong to invoices and cash sales'),
        fulfilment: maybe($.status.id, fulfilmentLabel),
      },
    }),
    preserve: ($) => preservedIn($, unreadOrder),
    ignore: ($) => ignoredIn($, unreadOrder),
  })
}
