import type { Ref, StockPosition } from '@canonry/model'
import { type Entry, POSTING, type PositionName, positionId } from '@canonry/stock-ledger'
import { type Connection, defineFlow, type Flow, type RecordPlan, record } from '@canonry/sync'
import { flowName } from './flow-name.js'
import { isOf } from './of-account.js'
import { openMap, type StockMap, type StockNames } from './stock-map.js'

/** Whose numbers the ledger is told, and what they are to it. */
export interface CountsToLedger {
  readonly stock: StockMap
  readonly from: readonly Connection[]
  /**
   * Whether a number is a count that holds from its moment on, or only what the system asserts;
   * default: {@link isStockTake}. Pure.
   */
  readonly counts?: (position: StockPosition) => boolean
  /**
   * Places of the map whose books they open: the first number that they say of an item there is taken as
   * a count; default: each those that it owns by the map (`owner`). A place that is on no map throws.
   */
  readonly opens?: readonly string[]
  /**
   * Whether they are shops that say what they offer, which is less than what is available by safety and
   * buffers, and so no difference, and opens no books by default; default no.
   */
  readonly offers?: boolean
}

/** Names a position as somebody counted it: a stock-take of a till (`InventoryPhysicalCount` of Square). */
export function isStockTake({ refs }: StockPosition): boolean {
  return refs.some(({ kind }: Ref) => kind === 'InventoryPhysicalCount')
}

/**
 * Tells the ledger what systems say there is.
 *
 * A count sets the position from its moment on: of a stock-take, or the first number of the system
 * that owns the place (`owner` in the map, or `opens`), which is the next one where the place is put on
 * the map later and nobody has counted. Any number but a stock-take is kept beside what the ledger came
 * to at its moment, where a difference between the two can be seen.
 *
 * What gets another SKU, or another place, says nothing of its old one any more. Whoever opens the books
 * of a place moves it there: nothing lies there under the old SKU, and its number opens the new one.
 */
export function countsToLedger({
  stock,
  from,
  counts = isStockTake,
  opens,
  offers = false,
}: CountsToLedger): readonly Flow[] {
  const names = openMap(stock)
  const unknown = opens?.find((place) => !stock.places.some(({ id }) => id === place))
  if (unknown !== undefined)
    throw new Error(`opens names "${unknown}", which is no place of the map`)
  const isOpenedBy = (source: Ref, place: string): boolean => {
    if (opens) return opens.includes(place)
    const owner = names.ownerOf(place)
    return !offers && owner !== 'nobody' && isOf(owner, source)
  }
  const telling = { names, counts, offers, isOpenedBy }
  return [
    defineFlow({
      name: flowName('counts', { from, to: stock.ledger }),
      on: 'stockPosition',
      class: 'high',
      from,
      decide: ({ before, source }, position): RecordPlan[] =>
        entriesOf(position, { ...telling, before, source }).flatMap(({ name, entries }) => {
          if (entries.length === 0) return []
          const { unit, at } = position
          const document = { ...name, unit, at, entries }
          return [
            record(stock.ledger, {
              resource: POSTING,
              key: positionId(name),
              document,
              isState: true,
            }),
          ]
        }),
    }),
  ]
}

interface Telling {
  readonly names: StockNames
  readonly before: StockPosition | undefined
  readonly source: Ref
  readonly offers: boolean
  counts(position: StockPosition): boolean
  isOpenedBy(source: Ref, place: string): boolean
}

interface Told {
  readonly name: PositionName
  readonly entries: readonly Entry[]
}

/** What a number says of its position, and of the one that it was of before. */
function entriesOf(position: StockPosition, telling: Telling): Told[] {
  const { names, before, source, counts, isOpenedBy } = telling
  const name = nameOf(position, names)
  const old = before && nameOf(before, names)
  const isMoved = old !== undefined && (old.item !== name?.item || old.place !== name.place)
  const left = before && isMoved ? [{ name: old, entries: leftBehind(before, old, telling) }] : []
  if (name === undefined) return left
  const isFirst = before === undefined || isMoved
  const isTaken = counts(position)
  const entries = [
    ...(isTaken ? countedIn(position) : []),
    ...(!isTaken && isOpenedBy(source, name.place) ? openedBy(position, isFirst) : []),
    ...(isTaken ? [] : assertedIn(position, telling)),
  ]
  return [...left, { name, entries }]
}

function nameOf(position: StockPosition, names: StockNames): PositionName | undefined {
  const item = names.itemOf(position)
  return item === undefined ? undefined : { item, place: names.placeOf(position.location) }
}

// a stock-take says what lay there when it was made, whatever that is called today
function leftBehind(
  before: StockPosition,
  { place }: PositionName,
  { source, counts, isOpenedBy }: Telling,
): Entry[] {
  const { system, account } = source
  const { kind, id, ...of } = before.variant
  return [
    ...(isOpenedBy(source, place) && !counts(before) ? [NOTHING] : []),
    ...(isOf(of, source)
      ? [{ kind: 'withdrawn' as const, system, account, variant: { kind, id } }]
      : []),
  ]
}

const NOTHING: Entry = { kind: 'count', condition: 'sellable', quantity: '0' }

type Counted = Entry & { readonly kind: 'count' }

// nobody says which conditions were counted: nothing of what is not sellable may mean not looked at
function countedIn({ sellable, quarantine, damaged }: StockPosition): Counted[] {
  const all = [
    { kind: 'count', condition: 'sellable', quantity: sellable },
    { kind: 'count', condition: 'quarantine', quantity: quarantine },
    { kind: 'count', condition: 'damaged', quantity: damaged },
  ] as const
  return all.filter(({ condition, quantity }) => condition === 'sellable' || quantity !== '0')
}

// a place may be put on the map when its numbers are known already
function openedBy(position: StockPosition, isFirst: boolean): Entry[] {
  const counted = countedIn(position)
  return isFirst ? counted : counted.map((entry) => ({ ...entry, unlessCounted: true }))
}

function assertedIn(
  { asserted, variant }: StockPosition,
  { source, offers }: { readonly source: Ref; readonly offers: boolean },
): Entry[] {
  const { system, account } = source
  return asserted
    .filter((said) => isOf(said, source))
    .map(({ counts, condition, quantity }) => {
      const known = offers ? 'unknown' : counts
      const named = isOf(variant, source) ? { variant: { kind: variant.kind, id: variant.id } } : {}
      const only = condition ? { condition } : {}
      return { kind: 'asserted', system, account, counts: known, quantity, ...only, ...named }
    })
}
