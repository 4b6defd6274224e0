import {
  accountBalance,
  ChartOfAccounts,
  checkChart,
  checkJournalEntry,
  checkPayout,
  checkSettlement,
  checkSettlementEntry,
  compareDecimals,
  componentLeaves,
  dueReserve,
  heldReserve,
  type JournalEntry,
  journalBalance,
  journalOf,
  type Payout,
  type Settlement,
  type SettlementComponent,
  type SettlementEntry,
  subtractMoney,
} from '@canonry/model'
import { arbitraryPayout, arbitrarySettlement } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const roles = Object.keys(ChartOfAccounts.shape) as (keyof ChartOfAccounts)[]
const chart = Object.fromEntries(roles.map((role) => [role, role])) as ChartOfAccounts
const clock = { zone: 'Europe/Berlin', cutOver: '04:00' }
const ref = (kind: string, id: string) => ({ system: 'shopify', account: 'acme', kind, id })
const euro = (amount: string) => ({ amount, currency: 'EUR' })
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)
const book = (settlement: Pick<Settlement, 'entries' | 'payout'>) =>
  journalOf({ ...settlement, chart, clock })._unsafeUnwrap()

const sale: SettlementEntry = {
  refs: [ref('BalanceTransaction', '1')],
  account: 'acme',
  kind: 'sale',
  currency: 'EUR',
  gross: euro('119'),
  components: [],
  net: euro('119'),
  postedAt: '2026-10-25T02:30:00+01:00',
}
const payout: Payout = {
  refs: [ref('Payout', '1')],
  account: 'acme',
  currency: 'EUR',
  opening: euro('0'),
  closing: euro('0'),
  amount: euro('119'),
  state: 'paid',
  issuedAt: '2026-11-02T10:00:00Z',
}
const withParts = (net: string, ...components: SettlementComponent[]): SettlementEntry => ({
  ...sale,
  components,
  net: euro(net),
})

describe('a settlement', () => {
  it('leads from the opening to the closing balance when it is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitrarySettlement, ({ payout, entries }) => {
        expect(checkSettlement(payout, entries)).toEqual([])
        for (const entry of entries) expect(checkSettlementEntry(entry)).toEqual([])
        expect(heldReserve(entries, payout.currency).amount).not.toMatch(/^-/)
      }),
      { numRuns: 1000 },
    )
  })

  it('is booked so that every booking balances in every currency, and nothing waits in suspense', () => {
    fc.assert(
      fc.property(arbitrarySettlement, (settlement) => {
        const { journal, findings } = book(settlement)
        expect(findings).toEqual([])
        for (const booking of journal) expect(checkJournalEntry(booking)).toEqual([])
        expect([...accountBalance(journal, 'suspense').values()]).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('moves the clearing account from the opening to the closing balance: to nothing, where all is paid out', () => {
    fc.assert(
      fc.property(arbitrarySettlement, ({ payout, entries }) => {
        const { journal } = book({ payout, entries })
        const clearing = accountBalance(journal, 'clearing').get(payout.currency)
        const moved = subtractMoney(payout.closing, payout.opening)
        expect(clearing?.amount ?? '0').toBe(moved.amount)
      }),
      { numRuns: 1000 },
    )
  })

  it('sends to the bank exactly what the payout says', () => {
    fc.assert(
      fc.property(arbitrarySettlement, ({ payout, entries }) => {
        const { journal } = book({ payout, entries: entries.filter(notReturned) })
        const arrives = payout.fx?.to ?? payout.amount
        const bank = accountBalance(journal, 'bankInTransit').get(arrives.currency)
        expect(bank?.amount ?? '0').toBe(arrives.amount)
      }),
      { numRuns: 1000 },
    )
  })

  it('is booked the same however often and in whatever order its entries are told', () => {
    fc.assert(
      fc.property(arbitrarySettlement, ({ payout, entries }) => {
        const byKey = (journal: readonly JournalEntry[]) =>
          [...journal].sort((a, b) => (a.key < b.key ? -1 : 1))
        const once = book({ payout, entries })
        const twice = book({ payout, entries: [...entries, ...entries].reverse() })
        expect(byKey(twice.journal)).toEqual(byKey(once.journal))
        expect(new Set(codes(twice.findings))).toEqual(
          new Set(entries.length > 0 ? ['duplicate-entry'] : []),
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps channel-collected tax out of the merchant’s debts', () => {
    fc.assert(
      fc.property(arbitrarySettlement, ({ payout, entries }) => {
        const { journal } = book({ payout, entries })
        const merchant = entries
          .flatMap(({ components }) => componentLeaves(components))
          .filter(({ collectedBy }) => collectedBy === 'merchant')
        const owed = accountBalance(journal, 'taxPayable').get(payout.currency)
        const sum = merchant.reduce(
          (total, { amount }) => total + BigInt(digits(amount.amount)),
          0n,
        )
        expect(BigInt(digits(owed?.amount ?? '0'))).toBe(-sum)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the journal of a settlement', () => {
  it('clears the receivable by the gross and puts every component where it belongs', () => {
    const entry = withParts(
      '89.6',
      {
        kind: 'fee',
        amount: euro('-10'),
        parts: [
          { kind: 'fee', amount: euro('-8') },
          { kind: 'tax-on-fee', amount: euro('-2') },
        ],
      },
      { kind: 'tax', amount: euro('9'), collectedBy: 'merchant' },
      { kind: 'tax-withheld', amount: euro('-19'), collectedBy: 'channel' },
      { kind: 'reserve', amount: euro('-9.4') },
    )
    const { journal, findings } = book({ entries: [entry] })
    expect(findings).toEqual([])
    expect(journal).toMatchObject([
      {
        key: 'settlement:shopify/acme/BalanceTransaction/1',
        date: '2026-10-24',
        lines: [
          { account: 'clearing', side: 'debit', amount: euro('89.6') },
          { account: 'receivable', side: 'credit', amount: euro('119') },
          { account: 'fees', side: 'debit', amount: euro('8') },
          { account: 'inputTax', side: 'debit', amount: euro('2') },
          { account: 'taxPayable', side: 'credit', amount: euro('9') },
          { account: 'channelTax', side: 'debit', amount: euro('19') },
          { account: 'reserve', side: 'debit', amount: euro('9.4') },
        ],
      },
    ])
  })

  it('never books tax of an unknown collector as a debt, and says so', () => {
    for (const collectedBy of ['unknown', undefined] as const) {
      const tax = { kind: 'tax' as const, amount: euro('19'), collectedBy }
      const { journal, findings } = book({ entries: [withParts('138', tax)] })
      expect(findings).toMatchObject([
        { code: 'unknown-collector', path: '/entries/0/components', difference: euro('19') },
      ])
      expect(accountBalance(journal, 'taxPayable').size).toBe(0)
      expect(accountBalance(journal, 'suspense').get('EUR')).toEqual(euro('-19'))
      const whole = { ...sale, kind: 'tax-withheld' as const, collectedBy }
      expect(codes(book({ entries: [whole] }).findings)).toEqual(['unknown-collector'])
    }
  })

  it('puts what nobody explains in suspense, balances all the same, and says so', () => {
    const short = book({ entries: [withParts('100')] })
    expect(short.findings).toMatchObject([
      { code: 'settlement-differs', path: '/entries/0/net', difference: euro('-19') },
    ])
    expect([...journalBalance(short.journal.flatMap(({ lines }) => lines)).values()]).toEqual([
      euro('0'),
    ])
    const odd = { ...sale, kind: 'unknown' as const, kindLabel: 'other-transaction' }
    expect(codes(book({ entries: [odd] }).findings)).toEqual(['unknown-kind'])
    const part = { kind: 'unknown' as const, amount: euro('1') }
    expect(codes(book({ entries: [withParts('120', part)] }).findings)).toEqual(['unknown-kind'])
  })

  it('books a sale in another currency through the exchange account', () => {
    const fx = { from: { amount: '130', currency: 'USD' }, to: euro('119') }
    const { journal, findings } = book({ entries: [{ ...sale, fx }], payout })
    expect(findings).toEqual([])
    expect(accountBalance(journal, 'receivable').get('USD')?.amount).toBe('-130')
    expect(accountBalance(journal, 'exchange').get('USD')?.amount).toBe('130')
    expect(accountBalance(journal, 'exchange').get('EUR')?.amount).toBe('-119')
    expect(accountBalance(journal, 'clearing').get('EUR')?.amount).toBe('0')
  })

  it('books a payout only when it has left, and says when nobody knows', () => {
    const keys = (state: Payout['state']) => {
      const { journal, findings } = book({ entries: [sale], payout: { ...payout, state } })
      return [journal.length, ...codes(findings)]
    }
    expect(keys('paid')).toEqual([2])
    expect(keys('in-transit')).toEqual([2])
    expect(keys('scheduled')).toEqual([1])
    expect(keys('failed')).toEqual([1])
    expect(keys('unknown')).toEqual([1, 'unknown-payout'])
  })

  it('books no entry without a name or of another currency', () => {
    expect(book({ entries: [{ ...sale, refs: [] }] })).toMatchObject({
      journal: [],
      findings: [{ code: 'unnamed-entry', path: '/entries/0/refs' }],
    })
    const foreign = { ...sale, net: { amount: '119', currency: 'USD' } }
    expect(book({ entries: [foreign] })).toMatchObject({
      journal: [],
      findings: [{ code: 'wrong-currency', path: '/entries/0/net' }],
    })
  })

  it('says when an account of the chart serves two purposes that must be told apart', () => {
    expect(checkChart(chart)).toEqual([])
    expect(checkChart({ ...chart, fees: 'adjustments' })).toEqual([])
    const shared = { ...chart, channelTax: 'taxPayable' }
    expect(codes(checkChart(shared))).toEqual(['shared-account'])
    const { findings } = journalOf({ entries: [sale], chart: shared, clock })._unsafeUnwrap()
    expect(findings).toMatchObject([{ code: 'shared-account', path: '/chart/taxPayable' }])
  })

  it('fails where the zone of the books does not exist', () => {
    const failed = journalOf({ entries: [sale], chart, clock: { zone: 'Europe/Atlantis' } })
    expect(failed.isErr()).toBe(true)
  })
})

describe('a settlement entry', () => {
  it('is found out at the very node that does not add up', () => {
    const parts = [{ kind: 'fee' as const, amount: euro('-3') }]
    const entry = withParts('114', { kind: 'fee', amount: euro('-5'), parts })
    expect(checkSettlementEntry(entry)).toMatchObject([
      { code: 'settlement-differs', path: '/components/0/amount', difference: euro('-2') },
    ])
    expect(checkSettlementEntry(withParts('118'))).toMatchObject([
      { code: 'settlement-differs', path: '/net', difference: euro('-1') },
    ])
  })

  it('is found out when a reserve goes the wrong way, or an exchange does not fit', () => {
    expect(codes(checkSettlementEntry({ ...sale, kind: 'reserve-hold' }))).toEqual([
      'reserve-reversed',
    ])
    const fx = { from: { amount: '100', currency: 'USD' }, to: euro('118'), rate: '1.1' }
    expect(codes(checkSettlementEntry({ ...sale, fx }))).toEqual([
      'exchange-differs',
      'rate-differs',
    ])
  })

  it('is read at any depth', () => {
    let node: SettlementComponent = { kind: 'fee', amount: euro('-1') }
    for (let depth = 0; depth < 20_000; depth += 1) {
      node = { kind: 'fee', amount: euro('-1'), parts: [node] }
    }
    expect(componentLeaves([node])).toHaveLength(1)
    expect(checkSettlementEntry(withParts('118', node))).toEqual([])
  })
})

describe('a payout', () => {
  it('is found out when money, period or exchange do not fit', () => {
    const opening = { amount: '0', currency: 'USD' }
    expect(codes(checkPayout({ ...payout, opening }))).toEqual(['wrong-currency'])
    const period = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }
    expect(codes(checkPayout({ ...payout, period }))).toEqual(['period-reversed'])
    const fx = { from: euro('1'), to: { amount: '1', currency: 'USD' } }
    expect(codes(checkPayout({ ...payout, fx }))).toEqual(['exchange-differs'])
  })

  it('says by how much its entries miss the closing balance', () => {
    expect(checkSettlement(payout, [sale])).toEqual([])
    expect(checkSettlement({ ...payout, amount: euro('118') }, [sale])).toMatchObject([
      { code: 'payout-differs', difference: euro('-1') },
    ])
  })

  it('is found out when entries stand twice, elsewhere, or in another payout', () => {
    expect(codes(checkSettlement(payout, [sale, sale]))).toEqual(['duplicate-entry'])
    expect(codes(checkSettlement(payout, [{ ...sale, account: 'other' }]))).toEqual([
      'other-balance',
    ])
    expect(codes(checkSettlement(payout, [{ ...sale, payout: ref('Payout', '2') }]))).toEqual([
      'other-payout',
    ])
  })
})

describe('a booking', () => {
  it('is found out when it does not balance in one of its currencies, or a posting is not positive', () => {
    const booking: JournalEntry = {
      refs: [],
      key: '1',
      date: '2026-01-01',
      lines: [
        { account: 'a', side: 'debit', amount: euro('2') },
        { account: 'b', side: 'credit', amount: { amount: '2', currency: 'USD' } },
        { account: 'c', side: 'credit', amount: euro('-1') },
      ],
      evidence: [],
    }
    expect(checkJournalEntry(booking)).toMatchObject([
      { code: 'not-positive', path: '/lines/2/amount' },
      { code: 'unbalanced', difference: euro('3') },
      { code: 'unbalanced', difference: { amount: '-2', currency: 'USD' } },
    ])
  })
})

describe('a reserve', () => {
  it('is what was held less what was released, and due when its time has come', () => {
    const hold = { ...sale, kind: 'reserve-hold' as const, gross: euro('-30'), net: euro('-30') }
    const entries = [
      { ...hold, availableAt: '2026-02-01T00:00:00Z' },
      { ...hold, availableAt: '2026-03-01T00:00:00Z' },
      { ...sale, kind: 'reserve-release' as const, gross: euro('10'), net: euro('10') },
    ]
    const due = (at: string) => dueReserve(entries, { currency: 'EUR', at }).amount
    expect(heldReserve(entries, 'EUR')).toEqual(euro('50'))
    expect(due('2026-01-15T00:00:00Z')).toBe('0')
    expect(due('2026-02-15T00:00:00Z')).toBe('20')
    expect(due('2026-03-15T00:00:00Z')).toBe('50')
  })
})

describe('a payout made by the arbitrary', () => {
  it('may be drawn from the bank as well as paid to it', () => {
    const signs = new Set<number>()
    fc.assert(
      fc.property(arbitraryPayout, ({ amount }) => {
        signs.add(compareDecimals(amount.amount, '0'))
      }),
      { numRuns: 500, seed: 1 },
    )
    expect([...signs]).toEqual(expect.arrayContaining([-1, 1]))
  })
})

function notReturned({ kind }: SettlementEntry): boolean {
  return kind !== 'payout-returned'
}

// minor units of up to six digits, so that amounts can be added without the model
function digits(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  return `${whole}${fraction.padEnd(6, '0')}`
}
