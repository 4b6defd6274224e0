import fc from 'fast-check'
import type { Payout } from '../settlement/payout.js'
import type { SettlementComponent } from '../settlement/settlement-component.js'
import type { SettlementEntry, SettlementKind } from '../settlement/settlement-entry.js'
import { type Currency, currencyExponent } from '../value/currency.js'
import { compareDecimals, fromUnits, multiplyDecimals, subtractDecimals } from '../value/decimal.js'
import { type Money, roundMoney, subtractMoney, sumMoney } from '../value/money.js'
import { arbitraryCurrency } from './arbitrary-money.js'
import { madeRef } from './order-frame.js'

/** A payout and all entries that it pays. */
export interface MadeSettlement {
  readonly payout: Payout
  readonly entries: readonly SettlementEntry[]
}

/** Settlement entries whose trees add up at every node, in all kinds and with sales in other currencies. */
export const arbitrarySettlementEntry: fc.Arbitrary<SettlementEntry> = fc
  .tuple(arbitraryCurrency, fc.nat(99_999))
  .chain(([currency, id]) => arbitraryEntry(currency).map((entry) => named(entry, `entry-${id}`)))

/**
 * Settlements that balance: opening and entries lead to payout and closing, no more is released
 * than was held, and the bank may be paid in another currency.
 */
export const arbitrarySettlement: fc.Arbitrary<MadeSettlement> = arbitraryCurrency.chain(
  (currency) =>
    fc
      .record({
        entries: fc.array(arbitraryEntry(currency), { maxLength: 12 }),
        opening: fc.nat(50_000),
        closing: fc.constantFrom(0, 0, 0, 12_345),
        state: fc.constantFrom('in-transit' as const, 'paid' as const),
        exchange: fc.option(arbitraryRate, { nil: undefined }),
      })
      .map(({ entries, ...rest }) =>
        settle(currency, { ...rest, entries: withinReserve(entries) }),
      ),
)

/** Payouts whose balance adds up with the entries that they pay. */
export const arbitraryPayout: fc.Arbitrary<Payout> = arbitrarySettlement.map(({ payout }) => payout)

const arbitraryRate = fc.record({
  currency: arbitraryCurrency,
  rate: fc.bigInt({ min: 1n, max: 20_000_000n }).map((units) => fromUnits(units, 5)),
})

function settle(
  currency: Currency,
  parts: {
    readonly entries: readonly SettlementEntry[]
    readonly opening: number
    readonly closing: number
    readonly state: Payout['state']
    readonly exchange: { readonly currency: Currency; readonly rate: string } | undefined
  },
): MadeSettlement {
  const payoutRef = madeRef('Payout', '1')
  const entries = parts.entries.map((entry, index) => ({
    ...named(entry, String(index)),
    payout: payoutRef,
  }))
  const opening = minor(currency, parts.opening)
  const closing = minor(currency, parts.closing)
  const nets = entries.map(({ net }) => net)
  const amount = subtractMoney(sumMoney([opening, ...nets], currency), closing)
  const abroad = parts.exchange?.currency === currency ? undefined : parts.exchange
  const fx = abroad && exchanged(amount, abroad)
  const payout: Payout = {
    refs: [payoutRef],
    account: 'acme',
    period: { from: '2026-10-01T00:00:00+02:00', to: '2026-11-01T00:00:00+01:00' },
    currency,
    opening,
    closing,
    amount,
    ...(fx ? { fx } : {}),
    state: parts.state,
    issuedAt: '2026-11-01T23:30:00+01:00',
  }
  return { payout, entries }
}

function arbitraryEntry(currency: Currency): fc.Arbitrary<SettlementEntry> {
  return fc.oneof(
    { weight: 4, arbitrary: sale(currency) },
    { weight: 2, arbitrary: refund(currency) },
    { weight: 4, arbitrary: plain(currency) },
  )
}

// what the buyer paid, less a tree of fees with tax on them; tax passes through or is paid out
function sale(currency: Currency): fc.Arbitrary<SettlementEntry> {
  return fc
    .record({
      units: fc.nat(100_000),
      fees: fc.array(fc.nat(900), { minLength: 1, maxLength: 3 }),
      tax: fc.nat(9000),
      collectedBy: fc.constantFrom('channel' as const, 'merchant' as const),
      exchange: fc.option(arbitraryRate, { nil: undefined }),
    })
    .map(({ units, fees, tax, collectedBy, exchange }) => {
      const entry = entryOf('sale', minor(currency, units), [
        feeTree(
          currency,
          fees.map((fee) => -fee),
        ),
        ...taxParts(minor(currency, tax), collectedBy),
      ])
      if (!exchange || exchange.currency === currency) return entry
      const fx = exchanged(minor(exchange.currency, units), { ...exchange, currency })
      return { ...entryOf('sale', fx.to, entry.components), fx }
    })
}

function refund(currency: Currency): fc.Arbitrary<SettlementEntry> {
  return fc
    .tuple(fc.nat(50_000), fc.nat(500), fc.nat(500))
    .map(([units, fee, promotion]) =>
      entryOf('refund', minor(currency, -units), [
        feeTree(currency, [fee]),
        { kind: 'promotion', amount: minor(currency, promotion), detail: 'Coupon' },
      ]),
    )
}

function plain(currency: Currency): fc.Arbitrary<SettlementEntry> {
  const some = (kinds: readonly SettlementKind[], { min, max }: { min: number; max: number }) =>
    fc
      .tuple(fc.constantFrom(...kinds), fc.integer({ min, max }))
      .map(([kind, units]) => entryOf(kind, minor(currency, units), []))
  return fc.oneof(
    some(['fee', 'dispute', 'reserve-hold'], { min: -9000, max: 0 }),
    some(['fee-refund', 'dispute-reversal', 'reserve-release', 'payout-returned'], {
      min: 0,
      max: 9000,
    }),
    some(['adjustment', 'exchange'], { min: -9000, max: 9000 }),
    some(['tax', 'tax-withheld'], { min: -900, max: 900 }).map((entry) => ({
      ...entry,
      collectedBy: 'channel' as const,
    })),
  )
}

function entryOf(
  kind: SettlementKind,
  gross: Money,
  components: readonly SettlementComponent[],
): SettlementEntry {
  const parts = components.map(({ amount }) => amount)
  return {
    refs: [],
    account: 'acme',
    kind,
    currency: gross.currency,
    gross,
    components: [...components],
    net: sumMoney([gross, ...parts], gross.currency),
    ...(kind === 'sale' || kind === 'refund' ? { order: madeRef('Order', '1') } : {}),
    ...(kind === 'reserve-hold' ? { availableAt: '2026-12-01T00:00:00Z' } : {}),
    postedAt: '2026-10-25T02:30:00+02:00',
  }
}

function feeTree(currency: Currency, fees: readonly number[]): SettlementComponent {
  const parts = fees.map((fee, index): SettlementComponent => {
    return { kind: index === 0 ? 'fee' : 'tax-on-fee', amount: minor(currency, fee) }
  })
  const amounts = parts.map(({ amount }) => amount)
  return { kind: 'fee', amount: sumMoney(amounts, currency), detail: 'Fees', parts }
}

function taxParts(tax: Money, collectedBy: 'channel' | 'merchant'): SettlementComponent[] {
  const paid: SettlementComponent = { kind: 'tax', amount: tax, collectedBy }
  if (collectedBy === 'merchant') return [paid]
  const kept = subtractMoney({ ...tax, amount: '0' }, tax)
  return [paid, { kind: 'tax-withheld', amount: kept, collectedBy }]
}

// a release of more than is held becomes an adjustment
function withinReserve(entries: readonly SettlementEntry[]): SettlementEntry[] {
  let held = '0'
  return entries.map((entry) => {
    if (!entry.kind.startsWith('reserve')) return entry
    const left = subtractDecimals(held, entry.gross.amount)
    if (compareDecimals(left, '0') < 0) return { ...entry, kind: 'adjustment' as const }
    held = left
    return entry
  })
}

function exchanged(
  from: Money,
  { currency, rate }: { readonly currency: Currency; readonly rate: string },
): NonNullable<SettlementEntry['fx']> {
  const amount = multiplyDecimals(from.amount, rate)
  return { from, to: roundMoney({ amount, currency }, 'half-even'), rate }
}

function named(entry: SettlementEntry, id: string): SettlementEntry {
  return { ...entry, refs: [madeRef('BalanceTransaction', id)] }
}

function minor(currency: Currency, units: number): Money {
  return { amount: fromUnits(BigInt(units), currencyExponent(currency)), currency }
}
