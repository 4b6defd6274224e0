import {
  addDecimals,
  type Decimal,
  type Instant,
  instantMs,
  type Order,
  type OrderLine,
  type Ref,
  refKey,
  type StockMove,
  subtractDecimals,
  type Unit,
} from '@canonry/model'
import { CORRECTION, positionId } from '@canonry/stock-ledger'
import {
  type Connection,
  defineFlow,
  durationMs,
  type EffectPlan,
  type Flow,
  type RecordPlan,
  record,
  upsert,
} from '@canonry/sync'
import { flowName } from './flow-name.js'
import { changedAt, momentOf } from './moment-of-order.js'
import { isOf } from './of-account.js'
import type { OrdersToLedger } from './orders-to-ledger.js'
import { isUnknown, openMap, type StockNames } from './stock-map.js'

/** Whose orders are sent from places that others count as well, and who is told. */
export interface ShipmentsToTills extends OrdersToLedger {
  /** Systems with a number of their own for the place, as its tills have; who does not know it is not told. */
  readonly to: readonly Connection[]
  /**
   * How long one is told without a question; default `90m`. What is not told by then may have been set
   * right by {@link reconcileStock}, so it must be less than its `afterMs`. A system that can say whether
   * it was (`judgesLate`) is told if not, and others are not told any more.
   */
  readonly within?: string
}

/**
 * Tells the tills of a place what left it for buyers of a shop, when the order says that it was sent.
 *
 * A till counts what it sells itself: without this its number is too high by every piece that is sent
 * from the store. Each step of an order is one movement of its own, made once, at the moment at which
 * it moves in the ledger, so that a count has seen it in both or in neither. What comes back to the
 * shelf because a shipment was called off is told as well. Goods are the till's by link, else by SKU.
 *
 * What orders say while the books are opened (`bootstrap`) is not told: the opening numbers are as
 * they are.
 */
export function shipmentsToTills({
  stock,
  from,
  to,
  ships,
  within = '90m',
}: ShipmentsToTills): readonly Flow[] {
  durationMs(within) // throws now, and not for each movement
  const names = openMap(stock)
  const { ledger } = stock
  const placeOf = typeof ships === 'string' ? () => ships : ships
  const sentIn = (order: Order) => sentBy(order, { names, placeOf })
  return [
    defineFlow({
      name: flowName('shipments', { from, to: ledger }),
      on: 'order',
      class: 'high',
      from,
      decide: ({ before, source }, order) => {
        const steps = stepsBetween(before ? sentIn(before) : NOTHING, sentIn(order))
        const at = momentOf(order, before)
        // whoever counts the place has seen by now what left it so long ago
        if (instantMs(changedAt(order)) - instantMs(at) > LONG_OVER_MS) return []
        return steps.flatMap((step) => movementsOf(step, { names, to, source, order, at }))
      },
    }),
    defineFlow({
      name: `shipments-of-${ledger.id}-to-${to.map(({ id }) => id).join('+')}`,
      on: 'stockMove',
      class: 'high',
      from: [ledger],
      decide: ({ before }, move) => (before ? [] : carriedOut(move, { to, within })),
    }),
  ]
}

/** How long an order was over when it was changed again, so that what it sent is none of today's goods: a week. */
const LONG_OVER_MS = 7 * 86_400_000

/** How much of an item an order says was sent from a place. */
interface Sent {
  readonly item: string
  readonly place: string
  readonly unit: Unit
  readonly variant: Ref
  readonly quantity: Decimal
}

type AllSent = ReadonlyMap<string, Sent>

const NOTHING: AllSent = new Map()

function sentBy(
  order: Order,
  { names, placeOf }: { readonly names: StockNames; readonly placeOf: PlaceOf },
): AllSent {
  const all = new Map<string, Sent>()
  if (order.test) return all
  for (const line of order.lines) {
    const item = line.giftCard || !line.requiresShipping ? undefined : names.itemOf(line)
    if (item === undefined || isUnknown(item)) continue
    const { variant = itemRef(item, names), unit = 'C62' } = line
    const place = placeOf(order, line)
    const key = JSON.stringify([place, item, unit])
    const quantity = addDecimals(all.get(key)?.quantity ?? '0', line.quantity.fulfilled)
    all.set(key, { item, place, unit, variant, quantity })
  }
  return all
}

type PlaceOf = (order: Order, line: OrderLine) => string

function itemRef(id: string, { ledger: { system, account } }: StockNames): Ref {
  return { system, account, kind: 'Item', id }
}

/** What went out between two states of an order, and both sums. */
interface Step extends Sent {
  readonly before: Decimal
}

function stepsBetween(before: AllSent, after: AllSent): readonly Step[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key): Step[] => {
    const [was, is] = [before.get(key), after.get(key)]
    const sent = is ?? (was && { ...was, quantity: '0' })
    const known = was?.quantity ?? '0'
    return sent === undefined || sent.quantity === known ? [] : [{ ...sent, before: known }]
  })
}

interface Telling {
  readonly names: StockNames
  readonly to: readonly Connection[]
  readonly source: Ref
  readonly order: Order
  readonly at: Instant
}

function movementsOf(
  { item, place, unit, variant, before, quantity }: Step,
  { names, to, source, order, at }: Telling,
): RecordPlan[] {
  const by = subtractDecimals(before, quantity)
  const step = `${refKey(source)}@${instantMs(at)}:${before}-${quantity}`
  const reason = `${quantity} sent of order ${order.number}, ${before} before that`
  return to.flatMap((system): RecordPlan[] => {
    const location = names.refAt(place, system)
    if (location === undefined) return []
    const id = `${positionId({ item, place })}@${system.system}:${system.account}@${step}`
    const moved = { item, unit, variant, location, by, at, outside: 'customer' as const }
    return [
      record(names.ledger, { resource: CORRECTION, key: id, document: { id, ...moved, reason } }),
    ]
  })
}

/** Whether a movement of the ledger's own is of goods that buyers have, or had. */
export function isShipment({ from, to }: StockMove): boolean {
  return [from, to].some((node) => node.kind === 'outside' && node.place === 'customer')
}

function carriedOut(
  move: StockMove,
  { to, within }: { readonly to: readonly Connection[]; readonly within: string },
): EffectPlan[] {
  const shelf = [move.from, move.to].find((node) => node.kind === 'location')
  if (shelf?.kind !== 'location' || !isShipment(move)) return []
  return to
    .filter((connection) => isOf(connection, shelf.location))
    .map((connection) => upsert(connection, move, { once: true, expires: within }))
}
