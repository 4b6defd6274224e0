import { match, P } from 'ts-pattern'
import type { TaxCollector } from '../order/tax-line.js'
import type { AccountRole } from './chart-of-accounts.js'
import type { ComponentKind } from './settlement-component.js'
import type { SettlementKind } from './settlement-entry.js'

/** What the gross of an entry is booked against. */
export function contraOfEntry(
  kind: SettlementKind,
  collectedBy: TaxCollector | undefined,
): AccountRole {
  return match(kind)
    .returnType<AccountRole>()
    .with('sale', 'refund', () => 'receivable')
    .with('fee', 'fee-refund', () => 'fees')
    .with('reserve-hold', 'reserve-release', () => 'reserve')
    .with('dispute', 'dispute-reversal', () => 'disputes')
    .with('adjustment', () => 'adjustments')
    .with('exchange', () => 'exchange')
    .with('payout-returned', () => 'bankInTransit')
    .with('tax', 'tax-withheld', (tax) => contraOfComponent(tax, collectedBy))
    .with('unknown', () => 'suspense')
    .exhaustive()
}

/**
 * What a component is booked against.
 *
 * Tax is the merchant's debt only where the source says that the merchant collects it. Tax of the
 * channel passes through, and tax of an unknown collector waits in suspense.
 */
export function contraOfComponent(
  kind: ComponentKind,
  collectedBy: TaxCollector | undefined,
): AccountRole {
  return match([kind, collectedBy] as const)
    .returnType<AccountRole>()
    .with([P.union('tax', 'tax-withheld'), 'merchant'], () => 'taxPayable')
    .with([P.union('tax', 'tax-withheld'), 'channel'], () => 'channelTax')
    .with([P.union('tax', 'tax-withheld'), P.union('unknown', P.nullish)], () => 'suspense')
    .with(['fee', P._], () => 'fees')
    .with(['tax-on-fee', P._], () => 'inputTax')
    .with(['promotion', P._], () => 'promotions')
    .with(['shipping-label', P._], () => 'shippingLabels')
    .with(['reserve', P._], () => 'reserve')
    .with(['adjustment', P._], () => 'adjustments')
    .with(['unknown', P._], () => 'suspense')
    .exhaustive()
}
