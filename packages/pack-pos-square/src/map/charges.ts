import {
  absent,
  concat,
  constant,
  each,
  group,
  type Handle,
  isRefusal,
  mapping,
  maybe,
  needs,
  type RefContext,
  type Rule,
  refuse,
  single,
  text,
} from '@canonry/mapping'
import { Charge } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import type { WireMoney } from '../wire/money.js'
import { UNREAD_SERVICE_CHARGE, type WireOrder, WireServiceCharge } from '../wire/order.js'
import { amount, minorOf, moneyOf, moneyReads } from './money.js'
import { type InOrder, refInOrder } from './refs.js'
import { taxMapping } from './tax.js'

/** A service charge of a ticket. */
const serviceChargeMapping = mapping({
  system: 'square',
  entity: 'Charge',
  wire: WireServiceCharge,
  canonical: Charge,
  needs: needs<InOrder & { readonly account: string }>(),
  map: ($) => ({
    kind: constant('fee'),
    ref: refInOrder('ServiceCharge', $.uid),
    title: maybe($.name, text),
    code: absent('a service charge has a name alone'),
    amount: amount($.applied_money),
    discounted: absent('a service charge is not discounted'),
    removed: constant(false),
    discounts: constant([]),
    taxes: each($.applied_taxes, taxMapping, ({ title }) => title, { absent: true }),
  }),
  preserve: ($) => carriedIn($, UNREAD_SERVICE_CHARGE),
})

const isKind = (kind: Charge['kind']) => (charge: Charge) => charge.kind === kind

/** What a ticket costs beside its goods: service charges, then all tips as one. */
export function orderCharges($: Handle<WireOrder>): Rule<Charge[], RefContext & InOrder> {
  return concat(
    each($.service_charges, serviceChargeMapping, ({ ref }) => ref?.id ?? '', {
      absent: true,
      owns: isKind('fee'),
    }),
    single(tip($.total_tip_money), { owns: isKind('tip') }),
  )
}

const ONE_SUM = 'tips are stated as one sum'

function tip(money: Handle<WireMoney | null | undefined>): Rule<Charge | undefined> {
  return group(moneyReads(money), {
    doc: 'all tips, where there are any',
    unwritten: { '/ref': ONE_SUM, '/title': ONE_SUM, '/code': ONE_SUM },
    get: (values): Charge | undefined => {
      const shop = moneyOf(values)
      if (shop === undefined || shop.amount === '0') return undefined
      return { kind: 'tip', amount: { shop }, removed: false, discounts: [], taxes: [] }
    },
    put: (charge) => {
      if (charge === undefined) return { amount: undefined, currency: undefined }
      if (!isSum(charge)) return NO_SUM
      const minor = minorOf(charge.amount.shop)
      return isRefusal(minor) || minor.amount !== 0 ? minor : NO_SUM
    },
  })
}

const NO_SUM = refuse('no-place', 'a sum without taxes and discounts that was not removed')

function isSum({ discounted, removed, discounts, taxes, amount }: Charge): boolean {
  const isPlain = discounted === undefined && amount.buyer === undefined && !removed
  return isPlain && discounts.length === 0 && taxes.length === 0
}
