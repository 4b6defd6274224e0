import fc from 'fast-check'
import type { JournalEntry, JournalLine } from '../settlement/journal-entry.js'
import { type Currency, currencyExponent } from '../value/currency.js'
import { fromUnits } from '../value/decimal.js'
import { sumMoney } from '../value/money.js'
import { arbitraryCurrency } from './arbitrary-money.js'
import { madeRef } from './order-frame.js'

/** Bookings in one to three currencies, each of which balances. */
export const arbitraryJournalEntry: fc.Arbitrary<JournalEntry> = fc
  .uniqueArray(arbitraryCurrency, { minLength: 1, maxLength: 3 })
  .chain((currencies) => fc.tuple(...currencies.map(arbitraryPostings)))
  .map((postings) => ({
    refs: [],
    key: 'settlement:acme/1',
    date: '2026-03-29',
    lines: postings.flat(),
    evidence: [madeRef('BalanceTransaction', '1')],
  }))

function arbitraryPostings(currency: Currency): fc.Arbitrary<JournalLine[]> {
  return fc
    .array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 4 })
    .map((units) => {
      const exponent = currencyExponent(currency)
      const amounts = units.map((count) => ({
        amount: fromUnits(BigInt(count), exponent),
        currency,
      }))
      return [
        ...amounts.map((amount) => ({ account: '1360', side: 'debit' as const, amount })),
        { account: '1400', side: 'credit', amount: sumMoney(amounts, currency) },
      ]
    })
}
