import {
  addDecimals,
  compareInstants,
  type Decimal,
  type Instant,
  negateDecimal,
  type Unit,
} from '@canonry/model'
import { type Entry, POSTING, positionId } from '@canonry/stock-ledger'
import { type Connection, type RecordPlan, record } from '@canonry/sync'

/**
 * How much of one thing a document says of a position: goods that moved (`name` is the condition),
 * that are promised (the line), that a channel took (its system and account), that are on their way
 * (the shipment).
 */
export interface Amount {
  readonly item: string
  readonly place: string
  readonly unit: Unit
  readonly what: 'move' | 'claim' | 'taken' | 'incoming'
  readonly name: readonly string[]
  readonly by: Decimal
  /** Of what is on its way: the place that it left, and until when it is expected. */
  readonly sent?: { readonly from?: string; readonly expectedAt: Instant }
}

/** What a document said before, what it says now, and since when. */
export interface Restated {
  readonly before: readonly Amount[]
  readonly after: readonly Amount[]
  readonly at: Instant
  /** When what it said before had happened, where the document says that of both; default `at`. */
  readonly was?: Instant | undefined
}

/**
 * Records in the ledger what has changed between two states of a document: nothing where nothing has. What
 * is said to have happened at another moment than before did not happen at that one.
 */
export function recordDifference(
  ledger: Connection,
  { before, after, at, was = at }: Restated,
): RecordPlan[] {
  if (compareInstants(was, at) !== 0) {
    return [
      ...recordDifference(ledger, { before, after: [], at: was }),
      ...recordDifference(ledger, { before: [], after, at }),
    ]
  }
  const postings = new Map<string, { about: Amount; entries: Entry[] }>()
  for (const amount of sumUp([...before.map(negated), ...after])) {
    const key = JSON.stringify([amount.place, amount.item, amount.unit])
    const posting = postings.get(key) ?? { about: amount, entries: [] }
    posting.entries.push(entryOf(amount))
    postings.set(key, posting)
  }
  return [...postings.values()].map(({ about: { item, place, unit }, entries }) =>
    record(ledger, {
      resource: POSTING,
      key: positionId({ item, place }),
      document: { item, place, unit, at, entries },
      // the ledger itself knows what a count has seen already, and a promise stands until it is kept
      isState: true,
    }),
  )
}

function sumUp(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, Amount>()
  for (const amount of amounts) {
    const { by, ...about } = amount
    const { item, place, unit, what, name } = about
    const key = JSON.stringify([item, place, unit, what, name])
    sums.set(key, { ...about, by: addDecimals(sums.get(key)?.by ?? '0', by) })
  }
  return [...sums.values()].filter(({ by }) => by !== '0')
}

function negated(amount: Amount): Amount {
  return { ...amount, by: negateDecimal(amount.by) }
}

function entryOf({ what, name, by, sent }: Amount): Entry {
  const [first = '', second = ''] = name
  switch (what) {
    case 'move':
      return { kind: 'move', by: { [first]: by } }
    case 'claim':
      return { kind: 'claim', key: first, by }
    case 'taken':
      return { kind: 'taken', system: first, account: second, by }
    case 'incoming':
      return { kind: 'incoming', shipment: first, by, ...(!by.startsWith('-') && sent) }
    default:
      return what satisfies never
  }
}
