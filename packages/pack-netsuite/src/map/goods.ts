import {
  absent,
  constant,
  each,
  from,
  group,
  type Handle,
  type Mapping,
  mapping,
  maybe,
  needs,
  type Refusal,
  type Rule,
  refuse,
  text,
  textRef,
} from '@canonry/mapping'
import {
  type Amount,
  compareDecimals,
  type Decimal,
  DiscountAllocation,
  type LineQuantity,
  OrderLine,
  subtractDecimals,
} from '@canonry/model'
import { LINE_DISCOUNTS } from '../book/booked-order.js'
import { unitPriceOf } from '../book/unit-price.js'
import { WireDiscount, type WireGoods } from '../wire/sales-order.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { number, takenOff } from './leaves.js'
import {
  type Amounts,
  amount,
  type CurrencyById,
  type MoneyContext,
  UNKNOWN_CURRENCY,
} from './money.js'
import type { Operations } from './operations.js'
import type { SaleType } from './sale-type.js'
import { taxMapping } from './tax.js'

/** What a line of goods must be told. */
export interface LineContext extends MoneyContext {
  readonly account: string
}

/** A line of goods with its discount lines and tax details ⇄ an order line. */
export function goodsMapping(
  { record, operations, goods, unreadLine }: SaleType,
  currency: CurrencyById,
): Mapping<WireGoods, OrderLine, LineContext> {
  const amounts = { currency, operations }
  const { lines } = operations
  return mapping({
    system: 'netsuite',
    entity: 'OrderLine',
    wire: goods,
    canonical: OrderLine,
    needs: needs<LineContext>(),
    map: ($) => ({
      ref: from($.key, textRef(`${record}Line`)),
      sku: maybe($.item.refName, text),
      variant: from($.item.id, textRef('item'), lines),
      title: group(
        { description: $.description, name: $.item.refName },
        {
          doc: "the line's description, else the item's name",
          get: ({ description, name }) => description ?? name ?? '',
          put: (title) => ({ description: title }),
        },
        lines,
      ),
      product: absent('NetSuite sells items; a parent item is a matter of the catalogue'),
      quantity: quantityRule($, lines),
      unit: absent('a unit in NetSuite is a record of the account, not a code'),
      measured: absent('the quantity is what was weighed'),
      unitPrice: unitPriceRule($, amounts),
      discounts: each(
        $.discounts,
        discountMapping(amounts),
        ({ application }) => application,
        lines,
      ),
      taxes: each($.taxes, taxMapping(amounts), ({ title, rate }) => `${title} ${rate}`, lines),
      bundle: absent('kits are one line in NetSuite'),
      parent: absent('kits are one line in NetSuite'),
      giftCard: constant(false),
      requiresShipping: constant(true),
      attributes: absent('custom columns are carried; an overlay gives them types'),
    }),
    preserve: ($) => preservedIn($, unreadLine),
    ignore: ($) => ignoredIn($, unreadLine),
  })
}

function quantityRule($: Handle<WireGoods>, { write }: Operations['lines']): Rule<LineQuantity> {
  return group(
    {
      quantity: [$.quantity, number],
      fulfilled: [$.quantityFulfilled, number],
      closed: $.isClosed,
    },
    {
      doc: 'units; those of a closed line that were not sent are cancelled',
      get: ({ quantity, fulfilled = '0', closed }) => ({
        ordered: quantity,
        cancelled: closed ? notSent(quantity, fulfilled) : '0',
        fulfilled,
        returned: '0',
      }),
      put: writtenQuantity,
    },
    {
      write: { quantity: write, closed: write },
      note: 'NetSuite counts quantityFulfilled itself',
    },
  )
}

function unitPriceRule(
  $: Handle<WireGoods>,
  { currency, operations }: Amounts,
): Rule<Amount, MoneyContext> {
  return group(
    {
      rate: [$.rate, number],
      quantity: [$.quantity, number],
      amount: [$.amount, number],
    },
    {
      doc: 'the rate; where rate × quantity is not the amount, the amount per unit',
      get: ({ rate, quantity, amount }, { currencyId }) => {
        const code = currency(currencyId)
        if (code === undefined) return UNKNOWN_CURRENCY
        const price = { amount: amount ?? '', quantity, currency: code, known: rate }
        const unitPrice = amount === undefined ? rate : unitPriceOf(price)
        return { shop: { amount: unitPrice, currency: code } }
      },
      // the amount follows from the rate; one that does not is kept as it is
      put: ({ shop }) => ({ rate: shop.amount, amount: undefined }),
    },
    operations.lines,
  )
}

function writtenQuantity({
  ordered,
  cancelled,
  fulfilled,
  returned,
}: LineQuantity): WrittenQuantity | Refusal {
  if (returned !== '0') return refuse('no-place', 'a line without returned units')
  const closed = cancelled !== '0'
  if (closed && cancelled !== notSent(ordered, fulfilled)) {
    return refuse('no-place', 'a line cancelled as a whole')
  }
  // nothing sent and not closed may be said or not: what stands there stays
  return {
    quantity: ordered,
    fulfilled: fulfilled === '0' ? undefined : fulfilled,
    closed: closed || undefined,
  }
}

interface WrittenQuantity {
  readonly quantity: Decimal
  readonly fulfilled: Decimal | undefined
  readonly closed: true | undefined
}

// more may be sent than was ordered
function notSent(ordered: Decimal, fulfilled: Decimal): Decimal {
  const rest = subtractDecimals(ordered, fulfilled)
  return compareDecimals(rest, '0') > 0 ? rest : '0'
}

function discountMapping(amounts: Amounts) {
  return mapping({
    system: 'netsuite',
    entity: 'DiscountAllocation',
    wire: WireDiscount,
    canonical: DiscountAllocation,
    needs: needs<MoneyContext>(),
    map: ($) => ({
      application: constant(LINE_DISCOUNTS),
      amount: amount($.amount, takenOff, amounts),
    }),
  })
}
