import {
  decimal,
  type Handle,
  isRefusal,
  joint,
  type RefContext,
  type Refusal,
  type Rule,
  refuse,
  textRef,
} from '@canonry/mapping'
import {
  compareDecimals,
  type Decimal,
  negateDecimal,
  type Quantity,
  type Ref,
  refKey,
  type StockMove,
  type StockNode,
  unitDigits,
} from '@canonry/model'
import type { WireStockMove } from '../wire/stock-move.js'

/** Where goods came from and went to, how many, and what made them move. */
export type MoveEnds = Pick<StockMove, 'from' | 'to' | 'quantity' | 'cause'>

type Type = WireStockMove['type']

/** What a line says of its ends. */
interface Line {
  readonly type: Type
  readonly quantity: Decimal
  readonly location: Ref
  readonly destination?: Ref | undefined
  readonly order?: string | undefined
  readonly orderType?: string | undefined
  readonly orderDestination?: Ref | undefined
}

/** Outside, with the order that a line follows from, by the type of the order. */
const ORDERS = {
  SalesOrd: { type: 'ItemShip', kind: 'salesOrder', place: 'customer' },
  RtnAuth: { type: 'ItemRcpt', kind: 'returnAuthorization', place: 'customer' },
  PurchOrd: { type: 'ItemRcpt', kind: 'purchaseOrder', place: 'supplier' },
  VendAuth: { type: 'ItemShip', kind: 'vendorReturnAuthorization', place: 'supplier' },
  WorkOrd: { type: 'Build', kind: 'workOrder', place: 'production' },
} as const

/** What is made of parts, and parts of what is taken apart: both sides are lines of one transaction. */
const MADE: ReadonlySet<Type> = new Set(['Build', 'Unbuild', 'WOIssue', 'WOCompl'])

type Outside = (StockNode & { kind: 'outside' })['place']

/**
 * From, to, quantity and cause of a line.
 *
 * The sign of the quantity is the direction, as everywhere in `transactionline`: below zero the goods
 * leave the location. Where they come from or go to follows from the type of the transaction and of
 * the order behind it; goods of a transfer order are in transit between its two documents.
 */
export function moveEnds($: Handle<WireStockMove>): {
  readonly [K in keyof MoveEnds]: Rule<MoveEnds[K], RefContext>
} {
  return joint(
    {
      type: $.type,
      quantity: [$.quantity, decimal],
      location: [$.location, textRef('location')],
      destination: [$.destination, textRef('location')],
      order: $.createdfrom,
      orderType: $.ordertype,
      orderDestination: [$.orderdestination, textRef('location')],
    },
    {
      fields: ['from', 'to', 'quantity', 'cause'],
      doc: 'below zero: from the location, else to it; the other end by type: InvTrnfr → its destination; of a TrnfrOrd → in transit; of a SalesOrd or RtnAuth → customer; Build, Unbuild, WOIssue, WOCompl → production; other ItemRcpt, and of a VendAuth → supplier; else unknown. Whole → pieces, a fraction → ZZ',
      loss: 'the type of a transaction that follows from no order that is known; which way goods were made',
      get: endsOf,
      put: lineOf,
    },
  )
}

function endsOf(line: Line): MoveEnds | Refusal {
  const shelf = shelfAt(line.location)
  const other = otherEnd(line)
  if (isRefusal(other)) return other
  const { quantity, type } = line
  const leaves = quantity.startsWith('-')
  // both legs of a transfer are lines, and the one that leaves says all
  if (type === 'InvTrnfr' && !leaves) return ONE_LEG
  const [from, to] = leaves ? [shelf, other] : [other, shelf]
  const value = leaves ? negateDecimal(quantity) : quantity
  const unit = unitOf(value)
  if ((value.split('.')[1]?.length ?? 0) > unitDigits(unit)) return TOO_FINE
  const ref = orderOf(line)
  const cause = { kind: causeOf(from, to), ...(ref && { ref }) }
  return { from, to, quantity: { value, unit }, cause }
}

function shelfAt(location: Ref): StockNode {
  return { kind: 'location', location, condition: 'sellable' }
}

function otherEnd(line: Line): StockNode | Refusal {
  const { type, destination, orderType, orderDestination: to } = line
  if (type === 'InvTrnfr') return destination ? shelfAt(destination) : NO_DESTINATION
  if (type === 'InvAdjst') return outside('unknown')
  if (orderType !== 'TrnfrOrd') return outside(placeOf(type, orderType))
  const shipment = orderOf(line)
  return shipment && to ? { kind: 'transit', shipment, to } : NO_DESTINATION
}

function outside(place: Outside): StockNode {
  return { kind: 'outside', place }
}

function placeOf(type: Type, orderType: string | undefined): Outside {
  if (MADE.has(type)) return 'production'
  return orderBehind(orderType)?.place ?? (type === 'ItemRcpt' ? 'supplier' : 'unknown')
}

function orderBehind(orderType: string | undefined) {
  return orderType !== undefined && Object.hasOwn(ORDERS, orderType)
    ? ORDERS[orderType as keyof typeof ORDERS]
    : undefined
}

function orderOf({ type, location, order, orderType }: Line): Ref | undefined {
  if (!order || type === 'InvTrnfr' || type === 'InvAdjst') return undefined
  const kind = orderType === 'TrnfrOrd' ? 'transferOrder' : orderBehind(orderType)?.kind
  return kind && { ...location, kind, id: order }
}

/** What made goods move, by where they came from and went to. */
function causeOf(from: StockNode, to: StockNode): string {
  const [inside, other, leaves] = from.kind === 'location' ? [from, to, true] : [to, from, false]
  if (inside.kind !== 'location' || other.kind !== 'outside') return 'transfer'
  if (other.place === 'customer') return leaves ? 'sale' : 'return'
  if (other.place === 'production') return 'production'
  if (other.place === 'supplier') return leaves ? 'vendor-return' : 'receipt'
  return 'adjustment'
}

function unitOf(value: Decimal): Quantity['unit'] {
  return value.includes('.') ? 'ZZ' : 'C62'
}

const ONE_LEG = refuse('one-leg', 'the line of a transfer that leaves its location')
const NO_DESTINATION = refuse('no-destination', 'a transfer with its order and destination')
const TOO_FINE = refuse('too-fine', 'a quantity of no more digits than its unit has')
const NO_PLACE = refuse('no-place', 'goods that come to a shelf or leave one')
const NO_WORD = refuse('no-word', 'a cause that follows from where the goods go')
const NO_ORDER = refuse('no-order', 'an order of this account that such goods follow from')
const NO_QUANTITY = refuse('no-quantity', 'a quantity above zero, in pieces if it is whole')

function lineOf(ends: MoveEnds): Line | Refusal {
  const { from, to, quantity, cause } = ends
  const leaves = from.kind === 'location'
  const [shelf, other] = leaves ? [from, to] : [to, from]
  if (!isShelf(shelf)) return NO_PLACE
  if (cause.kind !== causeOf(from, to)) return NO_WORD
  const { value, unit } = quantity
  const sign = compareDecimals(value, '0')
  if (unit !== unitOf(value) || sign < 0 || (leaves && sign === 0)) return NO_QUANTITY
  const said = { location: shelf.location, quantity: leaves ? negateDecimal(value) : value }
  if (other.kind === 'location') return transferTo(other, { said, ends })
  if (other.kind === 'transit') return inTransit(other, { said, ends })
  return fromOutside(other.place, { said, ends, leaves })
}

interface Saying {
  readonly said: Pick<Line, 'location' | 'quantity'>
  readonly ends: MoveEnds
}

function isShelf(node: StockNode): node is StockNode & { kind: 'location' } {
  return node.kind === 'location' && node.condition === 'sellable'
}

function transferTo(
  node: StockNode & { kind: 'location' },
  { said, ends: { cause } }: Saying,
): Line | Refusal {
  if (!isShelf(node)) return NO_PLACE
  if (cause.ref) return NO_ORDER
  return { ...said, ...NO_ORDER_BEHIND, type: 'InvTrnfr', destination: node.location }
}

const NO_ORDER_BEHIND = {
  destination: undefined,
  order: undefined,
  orderType: undefined,
  orderDestination: undefined,
} as const

function inTransit(
  { shipment, to }: StockNode & { kind: 'transit' },
  { said, ends: { cause } }: Saying,
): Line | Refusal {
  const isOrder = shipment.kind === 'transferOrder' && isBeside(shipment, said.location)
  if (!isOrder || !cause.ref || refKey(cause.ref) !== refKey(shipment)) return NO_ORDER
  const type = said.quantity.startsWith('-') ? 'ItemShip' : 'ItemRcpt'
  return {
    ...said,
    ...NO_ORDER_BEHIND,
    type,
    order: shipment.id,
    orderType: 'TrnfrOrd',
    orderDestination: to,
  }
}

function fromOutside(
  place: Outside,
  { said, ends: { cause }, leaves }: Saying & { readonly leaves: boolean },
): Line | Refusal {
  const { ref } = cause
  const none = { ...said, ...NO_ORDER_BEHIND }
  if (place === 'unknown') return ref ? NO_ORDER : { ...none, type: 'InvAdjst' }
  const found = Object.entries(ORDERS).find(
    ([, order]) =>
      order.place === place && (ref ? order.kind === ref.kind : isTypeOf(order, leaves)),
  )
  if (!found) return NO_PLACE
  if (ref && !isBeside(ref, said.location)) return NO_ORDER
  const [orderType, { type }] = found
  return { ...none, type, orderType, order: ref?.id }
}

function isTypeOf({ type }: (typeof ORDERS)[keyof typeof ORDERS], leaves: boolean): boolean {
  return type === 'Build' || type === (leaves ? 'ItemShip' : 'ItemRcpt')
}

function isBeside({ system, account }: Ref, location: Ref): boolean {
  return system === location.system && account === location.account
}
