import { absent, type Mapping, mapping, maybe, needs, textRef } from '@canonry/mapping'
import { Order } from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'
import { WireCashSale } from '../wire/cash-sale.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadCashSale } from '../wire/unread-cash-sale.js'
import { currencyById, takenOff } from './money.js'
import { assertedRules, saleRules } from './sale-rules.js'
import { CASH_SALE } from './sale-type.js'

/**
 * A folded cash sale ⇄ an order of a till, which was paid and handed over at once.
 *
 * Writing takes what `bookTicket` makes. NetSuite posts it and takes its goods off the stock of its
 * location by itself.
 */
export function cashSaleMapping(
  profile: Pick<NetsuiteProfile, 'currencies'>,
): Mapping<WireCashSale, Order, { account: string }> {
  const currency = currencyById(profile.currencies)
  return mapping({
    system: 'netsuite',
    entity: 'Order',
    wire: WireCashSale,
    canonical: Order,
    needs: needs<{ account: string }>(),
    context: ($) => ({ currencyId: $.currency.id }),
    map: ($) => ({
      ...saleRules($, { type: CASH_SALE, profile }),
      location: maybe($.location.id, textRef('location'), CASH_SALE.operations.fields),
      cancelledAt: absent('a cash sale that was voided is undone by a journal entry'),
      closedAt: absent('a cash sale is closed when it is made, on the day that it says'),
      asserted: {
        ...assertedRules($, currency),
        byGiftCard: takenOff($.giftCard.amount, currency, CASH_SALE.operations.lines),
        outstanding: absent('a cash sale is paid'),
        payment: absent('a cash sale is paid'),
        fulfilment: absent('goods of a cash sale were handed over'),
      },
    }),
    preserve: ($) => preservedIn($, unreadCashSale),
    ignore: ($) => ignoredIn($, unreadCashSale),
  })
}
