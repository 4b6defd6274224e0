import { concat, each, type Handle, type RefContext, type Rule, single } from '@canonry/mapping'
import type { Charge } from '@canonry/model'
import type { WireOrder } from '../wire/order.js'
import { statedCharge, tip, tipGivenBack } from './charges.js'
import { shippingLineMapping } from './shipping-line.js'
import type { TaxContext } from './tax-line.js'

const isKind = (kind: Charge['kind']) => (charge: Charge) => charge.kind === kind

const isTip = isKind('tip')

/** What an order costs beside its goods: shipping lines, then tips, duties and fees. */
export function orderCharges($: Handle<WireOrder>): Rule<Charge[], TaxContext & RefContext> {
  return concat(
    each($.shipping_lines, shippingLineMapping, ({ ref, title }) => ref?.id ?? title ?? '', {
      absent: true,
      owns: isKind('shipping'),
    }),
    single(tip($.total_tip_received), { owns: (charge) => isTip(charge) && !charge.removed }),
    single(tipGivenBack($.tip_given_back), { owns: (charge) => isTip(charge) && charge.removed }),
    single(
      statedCharge('duty', {
        original: $.original_total_duties_set,
        current: $.current_total_duties_set,
      }),
      { owns: isKind('duty') },
    ),
    single(
      statedCharge('fee', {
        original: $.original_total_additional_fees_set,
        current: $.current_total_additional_fees_set,
      }),
      { owns: isKind('fee') },
    ),
  )
}
