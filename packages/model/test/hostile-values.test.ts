import * as model from '@canonry/model'
import {
  decimalOf,
  type EntityName,
  entities,
  Order,
  PaymentTransaction,
  Payout,
  Price,
  Refund,
  Reservation,
  Return,
  SettlementEntry,
  Shipment,
  StockMove,
} from '@canonry/model'
import * as testing from '@canonry/model/testing'
import {
  arbitraryOrderWithFacts,
  arbitraryPrice,
  arbitraryReservation,
  arbitrarySettlement,
  arbitraryStockMove,
} from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const names = Object.keys(entities) as EntityName[]
const arbitraries = testing as unknown as Readonly<Record<string, fc.Arbitrary<unknown>>>

/** What makes valid entities of a name. */
function arbitraryOf(name: EntityName): fc.Arbitrary<unknown> {
  const arbitrary = arbitraries[`arbitrary${name[0]?.toUpperCase()}${name.slice(1)}`]
  if (!arbitrary) throw new Error(`there is no arbitrary of a ${name}`)
  return arbitrary
}

// values that are right somewhere and wrong elsewhere
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    ...['0', '-1', '1e5', '-0', '9'.repeat(40), `0.${'1'.repeat(40)}`, '__proto__', 'toString', ''],
    ...['EUR', 'XXX', 'C62', 'KGM', 'B22', '9999-12-31T23:59:59Z', '0000-01-01T00:00:00+23:59'],
    ...['2026-02-30', '24:00', 'Europe/Berlin', '00000000000000', '04006381333931'],
  ),
)

/** The value with what stands at one of its places replaced. */
function replaced(value: unknown, place: number, by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by
  const entries = Object.entries(value)
  const at = place % (entries.length + 1)
  const entry = entries[at]
  if (entry === undefined) return by
  const [key, part] = entry
  const part2 = place > 40 ? by : replaced(part, Math.floor(place / 3), by)
  return Array.isArray(value)
    ? value.map((item, index) => (index === at ? part2 : item))
    : { ...value, [key]: part2 }
}

/** Values with some of their places replaced by odd ones. */
function spoiled<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  const changes = fc.array(fc.tuple(fc.nat(60), odd), { minLength: 1, maxLength: 3 })
  return fc
    .tuple(arbitrary, changes)
    .map(([whole, all]) =>
      all.reduce<unknown>((value, [place, by]) => replaced(value, place, by), whole),
    )
}

/** The value with one place replaced where its schema still accepts it, else as it was. */
function spoiledBy(place: number, by: unknown) {
  return <E>(schema: z.ZodType<E>, whole: E): E =>
    schema.safeParse(replaced(whole, place, by)).data ?? whole
}

type Call = (a: unknown, b: unknown, c: unknown) => unknown

/** As text what is none: for functions whose parameter is text of any kind. */
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

const parsers = Object.fromEntries(
  Object.entries(model as unknown as Readonly<Record<string, Call>>).filter(([name]) =>
    name.startsWith('parse'),
  ),
)

// functions that take any JSON value or any text, called with nothing but that
const TOTAL: Readonly<Record<string, Call>> = {
  ...parsers,
  decimalOf: (a) => decimalOf(text(a)),
  rateFromPercent: model.rateFromPercent,
  rateFromNumber: (a) => model.rateFromNumber(Number(text(a))),
  businessDate: (a, b, c) => model.businessDate(text(a), { zone: text(b), cutOver: text(c) }),
  businessDay: (a, b, c) => model.businessDay(text(a), { zone: text(b), cutOver: text(c) }),
  inZone: (a, b) => model.inZone(text(a), text(b)),
  compareVersions: (a, b) => model.compareVersions(text(a), text(b)),
  currencyInfo: (a) => model.currencyInfo(text(a)),
  isCurrency: (a) => model.isCurrency(a),
  unitInfo: (a) => model.unitInfo(text(a)),
  unitDigits: (a) => model.unitDigits(text(a)),
  escapePointer: (a) => model.escapePointer(text(a)),
  elementKey: model.elementKey,
  diff: model.diff,
  diffPaths: (a, b) => model.diffPaths(a, b),
  patch: (a, b, c) => model.patch(c, model.diff(a, b)),
  compareSchemas: (a, b) => model.compareSchemas(a, b, { direction: 'both' }),
  redact: (a) => names.map((name) => model.redact(entities[name].schema, a)),
  validatorOf: (a) => names.map((name) => model.validatorOf(entities[name].schema)(a)),
  mergeSources: (a, b, c) =>
    model.mergeSources(
      [
        { connection: 'shop', body: { refs: a, value: b } },
        { connection: 'erp', body: { refs: c, value: a, more: b } },
      ],
      { origin: text(c), fields: { [text(a)]: text(b) }, personal: {} },
    ),
}

// functions that nobody hands a JSON value to, and why
const NOT_GIVEN_JSON: Readonly<Record<string, readonly string[]>> = {
  'take entities, or parts of them, that their schema has accepted; odd ones go through them below':
    [
      ...names.map((name) => entities[name].check.name),
      ...['checkPayments', 'checkRefunds', 'checkReturns', 'checkShipments', 'checkSettlement'],
      ...['checkStockMoves', 'assertedTotal', 'totalDifference', 'originalDifference'],
      ...['fulfilmentStatusOf', 'lifecycleOf', 'lineStatus', 'openUnits', 'orderMoney'],
      ...['orderStatus', 'orderTotals', 'originalTotals', 'owedMoney', 'paymentStatusOf'],
      ...['paymentTotals', 'receivedUnits', 'refundParts', 'refundTotals', 'refundable'],
      ...[
        'remainingUnits',
        'returnStatusOf',
        'sentUnits',
        'sideCurrency',
        'sideOf',
        'appendCarrierEvents',
      ],
      ...['componentLeaves', 'dueReserve', 'heldReserve', 'journalOf', 'journalBalance'],
      ...['accountBalance', 'distinctMoves', 'foldStock', 'meetDemand', 'stockDemand'],
      ...['stockPosition', 'stockNodeKey', 'reservationStateAt', 'priceAt', 'extendPrice'],
      ...['isValidAt', 'correctMove', 'eventOf', 'refKey', 'checkChart'],
    ],
  'reckon with values that their schema has accepted; two currencies or units, or no currency, are a bug of the caller and throw':
    [
      ...['absoluteDecimal', 'addDecimals', 'compareDecimals', 'divideDecimals', 'fromUnits'],
      ...['multiplyDecimals', 'negateDecimal', 'roundDecimal', 'subtractDecimals', 'sumDecimals'],
      ...['toFixedDecimal', 'toUnits', 'percentOfRate', 'currencyExponent', 'addMoney'],
      ...['negateMoney', 'printMoney', 'roundMoney', 'subtractMoney', 'sumMoney', 'zeroMoney'],
      ...['addAmounts', 'negateAmount', 'allocate', 'shareOfUnits', 'addQuantities'],
      ...['compareMeasures', 'compareQuantities', 'convertQuantity', 'negateQuantity', 'pieces'],
      ...['printQuantity', 'quantityInBase', 'subtractQuantities', 'addDays', 'daysBetween'],
      ...['compareInstants', 'instantMs', 'instantOf', 'gs1CheckDigit', 'printGtin', 'toGtin'],
    ],
  'take a state and an event of the machine itself, which the compiler and every schema hold to': [
    ...['nextFulfilmentOrderState', 'nextLineQuantity', 'nextOrderLifecycle', 'nextPayoutState'],
    ...['nextRefundState', 'nextReservationState', 'nextReturnState', 'nextShipmentState'],
    ...['endStatesOf', 'printTransitions', 'transitionsOf'],
  ],
  'take schemas, names of entities or the records of a crosswalk, which are written by programs': [
    ...['contractId', 'contractName', 'contractOf', 'listFields', 'listPersonalData'],
    ...['listRetention', 'notesOf', 'personalData', 'retainedFor', 'memoryCrosswalk', 'knownUnits'],
    ...['asyncApi'],
  ],
}

describe('every function of the model', () => {
  it('takes any value, or is named here with the reason why it need not', () => {
    const functions = Object.entries(model)
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => name)
    const named = [...Object.keys(TOTAL), ...Object.values(NOT_GIVEN_JSON).flat()]
    expect(named.toSorted()).toEqual(functions.toSorted())
  })

  it.each(Object.entries(TOTAL))('%s throws on no JSON value', (_, call) => {
    fc.assert(
      fc.property(odd, odd, odd, (a, b, c) => {
        call(a, b, c)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('any JSON value', () => {
  it.each(names)('is a %s or is refused, and never throws', (name) => {
    const { schema, check } = entities[name]
    const values = fc.oneof(
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 9, arbitrary: spoiled(arbitraryOf(name)) },
    )
    fc.assert(
      fc.property(values, (value) => {
        const parsed = schema.safeParse(value)
        if (parsed.success) expect(Array.isArray(check(parsed.data as never))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('is refused by every value schema without throwing', () => {
    const schemas = Object.values(model as unknown as Readonly<Record<string, unknown>>).filter(
      (value) => value instanceof z.ZodType,
    )
    fc.assert(
      fc.property(odd, (value) => {
        for (const schema of schemas) {
          schema.safeParse(value)
          schema.safeParse({ value, unit: value, amount: value, currency: value, kind: value })
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('valid entities with odd values', () => {
  const SIDES = ['shop', 'buyer'] as const

  it('are totalled, judged and refunded without throwing', () => {
    fc.assert(
      fc.property(arbitraryOrderWithFacts, fc.nat(60), odd, (made, place, by) => {
        const spoil = spoiledBy(place, by)
        const order = spoil(Order, made.order)
        const facts = {
          transactions: made.facts.transactions.map((one) => spoil(PaymentTransaction, one)),
          refunds: made.facts.refunds.map((one) => spoil(Refund, one)),
          shipments: made.facts.shipments.map((one) => spoil(Shipment, one)),
          returns: made.facts.returns.map((one) => spoil(Return, one)),
          fulfilmentOrders: [],
        }
        model.orderStatus(order, facts)
        model.orderStatus(order)
        model.checkPayments(facts.transactions)
        model.checkRefunds(order, facts)
        model.checkReturns(order, facts)
        model.checkShipments(order, facts.shipments)
        for (const side of SIDES) {
          model.orderTotals(order, side)
          model.originalTotals(order, side)
          model.totalDifference(order, side)
          model.originalDifference(order, side)
          model.orderMoney(order, facts, side)
          model.refundable(order, { ...facts, side })
        }
        for (const shipment of facts.shipments) {
          model.appendCarrierEvents(shipment, shipment.events)
        }
        for (const line of order.lines) model.lineStatus(line.quantity)
      }),
      { numRuns: 1500 },
    )
  })

  it('are settled and booked without throwing', () => {
    fc.assert(
      fc.property(arbitrarySettlement, fc.nat(60), odd, (made, place, by) => {
        const spoil = spoiledBy(place, by)
        const payout = spoil(Payout, made.payout)
        const entries = made.entries.map((entry) => spoil(SettlementEntry, entry))
        model.checkSettlement(payout, entries)
        const chart = Object.fromEntries(
          Object.keys(model.ChartOfAccounts.shape).map((role) => [role, text(by)]),
        ) as model.ChartOfAccounts
        model.checkChart(chart)
        const booked = model.journalOf({ payout, entries, chart, clock: { zone: 'Europe/Berlin' } })
        for (const { lines } of booked.unwrapOr({ journal: [], findings: [] }).journal) {
          model.journalBalance(lines)
        }
        const at = payout.issuedAt
        for (const { currency } of entries) {
          model.heldReserve(entries, currency)
          model.dueReserve(entries, { currency, at })
        }
      }),
      { numRuns: 1000 },
    )
  })

  const several = <E>(schema: z.ZodType<E>, arbitrary: fc.Arbitrary<E>) =>
    fc.array(
      fc
        .tuple(arbitrary, fc.nat(60), odd)
        .map(([whole, place, by]) => spoiledBy(place, by)(schema, whole)),
      { maxLength: 6 },
    )

  it('are folded, priced and promised without throwing', () => {
    fc.assert(
      fc.property(
        several(StockMove, arbitraryStockMove),
        several(Reservation, arbitraryReservation),
        several(Price, arbitraryPrice),
        (moves, reservations, prices) => {
          model.foldStock(moves)
          model.checkStockMoves(moves)
          for (const { variant, location, quantity } of reservations) {
            const asked = { variant, location, at: '2026-06-01T00:00:00Z', unit: quantity.unit }
            const { position } = model.stockPosition(moves, reservations, asked)
            expect(model.meetDemand([{ variant, location, quantity }], [position])).toBeDefined()
            model.priceAt(prices, { at: asked.at, quantity })
            for (const price of prices) model.extendPrice(price, quantity, 'half-even')
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
