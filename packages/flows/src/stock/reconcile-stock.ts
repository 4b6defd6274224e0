import {
  type AssertedStock,
  type Decimal,
  type Instant,
  instantMs,
  negateDecimal,
  type Ref,
  type StockMove,
  type StockPosition,
  subtractDecimals,
} from '@canonry/model'
import { CORRECTION, POSTING, positionId } from '@canonry/stock-ledger'
import {
  type Connection,
  defineFlow,
  type EffectPlan,
  type Flow,
  type RecordPlan,
  record,
  upsert,
} from '@canonry/sync'
import { isOf } from './of-account.js'
import { isShipment } from './shipments-to-tills.js'
import { openMap, type StockMap, type StockNames } from './stock-map.js'

/** Which systems are set right where they say something else than the owner of a place. */
export interface ReconcileStock {
  readonly stock: StockMap
  /** Others are left as they are. */
  readonly to: readonly Connection[]
  /**
   * How long a difference must be known and have been the same; default two hours. More than a system
   * may lag behind, since what is on its way looks like a difference.
   */
  readonly afterMs?: number
}

/**
 * Sets right who is not, once a system has said for some time that something else lies at a place than
 * the ledger came to.
 *
 * Where the ledger owns the place, the system is moved by the difference, once; where the system
 * does, the ledger is, as of the moment of that number, and others only once these two agree. Each such
 * correction is a movement of its own in the ledger, with a reason. Where nobody owns the place it stays
 * a finding.
 *
 * A difference as of the moment since when it is known stays right whatever moves meanwhile. What a corrected system then tells
 * of that movement is the same movement, and moves nothing again.
 */
export function reconcileStock({
  stock,
  to,
  afterMs = TWO_HOURS,
}: ReconcileStock): readonly Flow[] {
  const deciding = { names: openMap(stock), to, afterMs }
  const { ledger } = stock
  return [
    defineFlow({
      name: `differences-of-${ledger.id}`,
      on: 'stockPosition',
      class: 'normal',
      from: [ledger],
      decide: ({ before }, position) =>
        position.asserted.flatMap((said) =>
          isDue(said, { before, position, ...deciding })
            ? correctionOf(said, { position, ...deciding })
            : [],
        ),
    }),
    defineFlow({
      name: `corrections-of-${ledger.id}`,
      on: 'stockMove',
      class: 'normal',
      from: [ledger],
      decide: ({ before }, move) =>
        before || isShipment(move) ? [] : carriedOut(move, { ledger, to }),
    }),
  ]
}

const TWO_HOURS = 7_200_000

interface Deciding {
  readonly names: StockNames
  readonly to: readonly Connection[]
  readonly afterMs: number
  readonly position: StockPosition
}

/** Whether a difference is old enough, and was not before this change; what is on its way waits. */
function isDue(
  said: AssertedStock,
  {
    before,
    position,
    ...deciding
  }: Omit<Deciding, 'to'> & { readonly before: StockPosition | undefined },
): boolean {
  if (!isOld(said, { position, ...deciding })) return false
  const known = before?.asserted.find((other) => isOf(other, said))
  if (!before || !known || known.since !== said.since) return true
  return !isOld(known, { position: before, ...deciding })
}

function isOld(said: AssertedStock, { names, position, afterMs }: Omit<Deciding, 'to'>): boolean {
  const { difference, since } = said
  if (since === undefined || differenceOf(said) !== difference) return false
  if (instantMs(position.at) - instantMs(since) < afterMs) return false
  // the ledger is itself to be set right first: nobody is corrected by a number that is wrong
  const owner = names.ownerOf(position.location.id)
  const byOwner = position.asserted.find((other) => owner !== 'nobody' && isOf(owner, other))
  return byOwner === undefined || byOwner === said || (differenceOf(byOwner) ?? '0') === '0'
}

// as of now; `undefined` where the number is compared with nothing
function differenceOf({ quantity, expected }: AssertedStock): Decimal | undefined {
  return expected === undefined ? undefined : subtractDecimals(quantity, expected)
}

function correctionOf(said: AssertedStock, { names, to, position }: Deciding): RecordPlan[] {
  const { location: place, variant: item, at: now } = position
  const { difference = '0', since = now, at = now, variant } = said
  const owner = names.ownerOf(place.id)
  if (owner === 'nobody') return []
  const correcting = { said, position, ledger: names.ledger }
  if (isOf(owner, said)) {
    return [correction({ ...correcting, variant: item, location: place, by: difference, at })]
  }
  const system = to.find((connection) => isOf(connection, said))
  const location = system && names.refAt(place.id, system)
  if (!location || !variant) return []
  // however often it is decided, it is the same correction; a recount since then has it already
  const by = negateDecimal(difference)
  return [correction({ ...correcting, variant, location, by, at: since })]
}

interface Correcting {
  readonly ledger: Connection
  readonly said: AssertedStock
  readonly position: StockPosition
  /** What the one that is to be set right calls the goods. */
  readonly variant: Ref
  /** What it calls the place. */
  readonly location: Ref
  /** What it has too few of. */
  readonly by: Decimal
  readonly at: Instant
}

function correction({ ledger, said, position, ...moved }: Correcting): RecordPlan {
  const { system, account, difference = '0', since = position.at } = said
  const { unit, variant, location: place } = position
  const item = variant.id
  const id = `${positionId({ item, place: place.id })}@${system}:${account}@${instantMs(since)}`
  const amount = difference.startsWith('-')
    ? `${negateDecimal(difference)} too few`
    : `${difference} too many`
  const reason = `${system} ${account} had ${amount}, by the ledger, known since ${since}`
  const document = { id, item, unit, ...moved, reason }
  return record(ledger, { resource: CORRECTION, key: id, document })
}

function carriedOut(
  move: StockMove,
  { ledger, to }: { readonly ledger: Connection; readonly to: readonly Connection[] },
): (EffectPlan | RecordPlan)[] {
  const { from, quantity, occurredAt, variant } = move
  const shelf = from.kind === 'location' ? from : move.to
  if (shelf.kind !== 'location') return []
  const { location } = shelf
  if (isOf(ledger, location)) {
    const [item, place] = [variant.id, location.id]
    const sellable = shelf === from ? negateDecimal(quantity.value) : quantity.value
    const entries = [{ kind: 'move', by: { sellable } }]
    const document = { item, place, unit: quantity.unit, at: occurredAt, entries }
    return [record(ledger, { resource: POSTING, key: positionId({ item, place }), document })]
  }
  return to
    .filter((connection) => isOf(connection, location))
    .map((connection) => upsert(connection, move, { once: true }))
}
