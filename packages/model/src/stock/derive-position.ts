import type { Finding } from '../entity/finding.js'
import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import { canonicalText } from '../value/canonical-text.js'
import { type Decimal, subtractDecimals, sumDecimals } from '../value/decimal.js'
import { compareInstants, type Instant } from '../value/instant.js'
import { convertQuantity, printQuantity, type Quantity, type Unit } from '../value/quantity.js'
import { distinctMoves, foldStock, type StockBalance } from './fold-stock.js'
import { type Reservation, reservationStateAt } from './reservation.js'
import type { StockMove } from './stock-move.js'
import { stockNodeKey } from './stock-node.js'
import type { AssertedStock, IncomingStock, StockPosition } from './stock-position.js'

/** Which position is asked for, and what moves and reservations do not say. */
export interface PositionQuestion {
  readonly variant: Ref
  readonly location: Ref
  /** What occurred later does not count; reservations are judged at this moment. */
  readonly at: Instant
  /** In which unit to answer; absent: pieces. */
  readonly unit?: Unit
  /** Never promised; absent: nothing. */
  readonly safety?: Decimal
  readonly asserted?: readonly AssertedStock[]
}

/** A derived position and what could not be counted in it. */
export interface DerivedPosition {
  readonly position: StockPosition
  readonly findings: readonly Finding[]
}

/**
 * How much of a variant is at a place, and how much of it may be promised.
 *
 * Moves and reservations count once per key and in any order; of two states of one reservation, the
 * one that ended holds. What cannot be expressed in the unit exactly is a finding and left out.
 */
export function stockPosition(
  moves: readonly StockMove[],
  reservations: readonly Reservation[],
  question: PositionQuestion,
): DerivedPosition {
  const { variant, location, at, unit = 'C62', safety = '0', asserted = [] } = question
  const own = moves.filter((move) => refKey(move.variant) === refKey(variant))
  const ledger = foldStock(own, { occurredBy: at })
  const findings: Finding[] = [...ledger.findings]
  const sum = (quantities: readonly Quantity[]) => sumIn(unit, quantities, findings)
  const lying = (condition: string) => {
    const key = `location:${refKey(location)}:${condition}`
    return sum(ledger.balances.filter(({ node }) => stockNodeKey(node) === key).map(quantityOf))
  }
  const sellable = lying('sellable')
  const quarantine = lying('quarantine')
  const damaged = lying('damaged')
  const reserved = sum(activeReservations(reservations, question).map(quantityOf))
  const position = {
    refs: [],
    ...{ variant, location, at, unit, sellable, quarantine, damaged, reserved, safety },
    onHand: sumDecimals([sellable, quarantine, damaged]),
    available: subtractDecimals(subtractDecimals(sellable, reserved), safety),
    incoming: incomingStock(ledger.balances, own, { question, sum }),
    asserted: [...asserted],
  }
  return { position, findings }
}

function quantityOf({ quantity }: { readonly quantity: Quantity }): Quantity {
  return quantity
}

function sumIn(unit: Unit, quantities: readonly Quantity[], findings: Finding[]): Decimal {
  return sumDecimals(
    quantities.flatMap((quantity) => {
      const converted = convertQuantity(quantity, unit)
      if (converted !== undefined) return [converted.value]
      const message = `${printQuantity(quantity)} cannot be counted in ${unit} exactly`
      findings.push({ code: 'unit-differs', path: '/unit', message })
      return []
    }),
  )
}

function activeReservations(
  reservations: readonly Reservation[],
  { variant, location, at }: PositionQuestion,
): Reservation[] {
  const latest = new Map<string, Reservation>()
  for (const reservation of reservations) {
    const known = latest.get(reservation.key)
    if (known === undefined || ranksAbove(reservation, known)) {
      latest.set(reservation.key, reservation)
    }
  }
  return [...latest.values()].filter(
    (reservation) =>
      refKey(reservation.variant) === refKey(variant) &&
      refKey(reservation.location) === refKey(location) &&
      compareInstants(reservation.createdAt, at) <= 0 &&
      reservationStateAt(reservation, at) === 'active',
  )
}

// what has ended stays ended; beyond that any fixed order will do
function ranksAbove(a: Reservation, b: Reservation): boolean {
  const ended = Number(a.state !== 'active') - Number(b.state !== 'active')
  return ended !== 0 ? ended > 0 : canonicalText(a) < canonicalText(b)
}

function incomingStock(
  balances: readonly StockBalance[],
  moves: readonly StockMove[],
  { question, sum }: { question: PositionQuestion; sum: (quantities: Quantity[]) => Decimal },
): IncomingStock[] {
  const { location, at } = question
  const shipments = new Map<string, { shipment: Ref; quantities: Quantity[] }>()
  for (const { node, quantity } of balances) {
    if (node.kind !== 'transit' || refKey(node.to) !== refKey(location)) continue
    const key = stockNodeKey(node)
    const known = shipments.get(key) ?? { shipment: node.shipment, quantities: [] }
    shipments.set(key, { ...known, quantities: [...known.quantities, quantity] })
  }
  return [...shipments].map(([key, { shipment, quantities }]) => {
    const expectedAt = expectedArrival(moves, key, at)
    const incoming = { quantity: sum(quantities), shipment }
    return expectedAt === undefined ? incoming : { ...incoming, expectedAt }
  })
}

/** What the last move into a shipment that says so expects; by its key where two say it at once. */
function expectedArrival(
  moves: readonly StockMove[],
  nodeKey: string,
  at: Instant,
): Instant | undefined {
  const into = distinctMoves(moves).distinct.filter(
    (move) =>
      stockNodeKey(move.to) === nodeKey &&
      move.expectedAt !== undefined &&
      compareInstants(move.occurredAt, at) <= 0,
  )
  return into.sort((a, b) => compareInstants(a.recordedAt, b.recordedAt)).at(-1)?.expectedAt
}
