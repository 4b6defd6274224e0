import {
  compareDecimals,
  instantMs,
  type Ref,
  refKey,
  StockMove,
  type StockNode,
  StockPosition,
} from '@canonry/model'
import type { Failure, Intent } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { referenceOf } from './keys.js'
import { momentOf } from './stage.js'

/** A change of stock as Square takes it, and what is needed to find it again. */
export interface PreparedChange {
  readonly intent: Intent
  readonly variation: string
  readonly location: string
  readonly quantity: string
  /** The name under which the change is found again. */
  readonly reference: string
  readonly occurredAt: number
  /** It occurred before the 24 hours that Square takes changes of. */
  readonly isOld: boolean
  /** What is sent: the change as of its own moment, or of another one. */
  bodyAt(occurredAt: number): object
}

/** What a change is prepared with. */
export interface Preparing {
  readonly account: string
  readonly now: number
}

/**
 * The change that brings an intent about: a position is a physical count, a move an adjustment.
 *
 * Square takes at most five digits after the point, and changes of the last 24 hours only: what is
 * older is marked as such. One that is up to five minutes ahead waits for its moment.
 */
export function changeOf(intent: Intent, preparing: Preparing): Result<PreparedChange, Failure> {
  if (intent.kind !== 'upsert') return err(NO_TAKING_BACK)
  if (intent.entity === 'stockPosition') return recount(intent, preparing)
  return intent.entity === 'stockMove' ? adjustment(intent, preparing) : err(STOCK_ALONE)
}

const NO_TAKING_BACK = invalid('Square takes no change of stock back: send a change of its own')
const STOCK_ALONE = invalid(
  'this pack writes stock to Square and nothing else: send the flow to another system',
)
const UNREADABLE = invalid('the intent does not hold what its entity says')

function recount(intent: Intent, preparing: Preparing): Result<PreparedChange, Failure> {
  const position = StockPosition.safeParse(intent.body)
  if (!position.success) return err(UNREADABLE)
  const { variant, location, sellable, at } = position.data
  const given = { variant, location, quantity: sellable, at }
  return prepared(intent, {
    ...given,
    preparing,
    type: 'PHYSICAL_COUNT',
    says: { state: 'IN_STOCK' },
  })
}

function adjustment(intent: Intent, preparing: Preparing): Result<PreparedChange, Failure> {
  const move = StockMove.safeParse(intent.body)
  if (!move.success) return err(UNREADABLE)
  const { variant, quantity, from, to, occurredAt } = move.data
  const way = wayOf(from, to)
  if (way === undefined) return err(NO_WAY)
  const { location, ...says } = way
  const given = { variant, location, quantity: quantity.value, at: occurredAt }
  return prepared(intent, { ...given, preparing, type: 'ADJUSTMENT', says })
}

const NO_WAY = invalid(
  'Square moves goods from outside onto the shelf of a location, or from there to customers, to scrap or away: make of other ways a recount',
)

interface Way {
  readonly location: Ref
  readonly from_state: string
  readonly to_state: string
}

// the ways that the Inventory API takes: https://developer.squareup.com/docs/inventory-api/what-it-does
function wayOf(from: StockNode, to: StockNode): Way | undefined {
  if (isShelf(to) && from.kind === 'outside') {
    const from_state = from.place === 'customer' ? 'UNLINKED_RETURN' : 'NONE'
    return { location: to.location, from_state, to_state: 'IN_STOCK' }
  }
  if (!isShelf(from) || to.kind !== 'outside') return undefined
  const to_state = OUTWARDS[to.place]
  return to_state === undefined
    ? undefined
    : { location: from.location, from_state: 'IN_STOCK', to_state }
}

// what is not sold is waste: there is no third way off the shelf
const OUTWARDS: Readonly<Record<string, string | undefined>> = {
  customer: 'SOLD',
  scrap: 'WASTE',
  count: 'WASTE',
  unknown: 'WASTE',
}

type Shelf = Extract<StockNode, { readonly kind: 'location' }>

function isShelf(node: StockNode): node is Shelf {
  return node.kind === 'location' && node.condition === 'sellable'
}

interface Given {
  readonly preparing: Preparing
  readonly type: 'PHYSICAL_COUNT' | 'ADJUSTMENT'
  readonly variant: Ref
  readonly location: Ref
  readonly quantity: string
  readonly at: string
  readonly says: object
}

const NAMES = { PHYSICAL_COUNT: 'physical_count', ADJUSTMENT: 'adjustment' } as const

function prepared(
  intent: Intent,
  { preparing, type, variant, location, quantity, at, says }: Given,
): Result<PreparedChange, Failure> {
  const variation = ownRef(variant, { intent, preparing, kind: 'ItemVariation' })
  if (variation.isErr()) return err(variation.error)
  const place = ownRef(location, { intent, preparing, kind: 'Location' })
  if (place.isErr()) return err(place.error)
  const occurredAt = instantMs(at)
  const reference = referenceOf(intent)
  const wrong = wrongWith({ quantity, occurredAt, reference, now: preparing.now })
  if (wrong) return err(wrong)
  const inside = {
    reference_id: reference,
    catalog_object_id: variation.value,
    location_id: place.value,
    quantity,
    ...says,
  }
  const bodyAt = (moment: number) => ({
    type,
    [NAMES[type]]: { ...inside, occurred_at: momentOf(moment) },
  })
  const found = { variation: variation.value, location: place.value, quantity, reference }
  const isOld = occurredAt < oldestTaken(preparing.now)
  return ok({ intent, ...found, occurredAt, isOld, bodyAt })
}

const DAY_MS = 86_400_000

/**
 * The oldest moment that Square takes a change of: 24 hours ago by its own clock, which need not be
 * ours, when the call arrives.
 */
export function oldestTaken(now: number): number {
  return now - DAY_MS + SKEW_MS
}

const LONGEST_REFERENCE = 255
const LONG_REFERENCE = invalid('Square takes at most 255 characters of what a change refers to')
const NEGATIVE = invalid('Square takes no quantity below zero')
const TOO_FINE = invalid('Square takes at most five digits after the point of a quantity')
const AHEAD = invalid('Square takes no change of stock from the future: check the clocks')
// clocks of two systems never agree to the second
const SKEW_MS = 300_000

function wrongWith(given: {
  readonly quantity: string
  readonly occurredAt: number
  readonly reference: string
  readonly now: number
}): Failure | undefined {
  const { quantity, occurredAt, reference, now } = given
  if (reference.length > LONGEST_REFERENCE) return LONG_REFERENCE
  if (compareDecimals(quantity, '0') < 0) return NEGATIVE
  if ((quantity.split('.')[1]?.length ?? 0) > 5) return TOO_FINE
  if (occurredAt <= now) return undefined
  return occurredAt > now + SKEW_MS ? AHEAD : soon(occurredAt)
}

function soon(occurredAt: number): Failure {
  const message =
    'the change is from a clock that is a little ahead, and Square takes none from the future: it is sent when its moment has come'
  return { kind: 'conflict.version', message, retryAt: occurredAt }
}

interface Own {
  readonly intent: Intent
  readonly preparing: Preparing
  readonly kind: string
}

/** The id of a thing at Square: its own, or what the crosswalk knows of it. */
function ownRef(ref: Ref, { intent, preparing, kind }: Own): Result<string, Failure> {
  const isOwn = ({ system, account }: Ref) => system === 'square' && account === preparing.account
  const found = isOwn(ref) ? ref : intent.links[refKey(ref)]
  if (found && isOwn(found) && found.kind === kind) return ok(found.id)
  const message = `Square has no ${kind} that is linked to ${refKey(ref)}: link it`
  return err({ kind: 'dependency.missing', message, dependency: ref })
}

function invalid(message: string): Failure {
  return { kind: 'contract.invalid', message }
}
