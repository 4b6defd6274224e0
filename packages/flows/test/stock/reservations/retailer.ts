import { pieces } from '@canonry/model'
import { staticCredentials } from '@canonry/pack'
import { type Entry, POSTING, positionId } from '@canonry/stock-ledger'
import { createSync, memoryStore, type Sync } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import {
  createReservations,
  type Reservations,
  type ReservationsOptions,
} from '../../../src/index.js'
import { ledger } from '../ledger.js'
import { ITEMS, type Item, type ReservationCase, type WishedLine } from './cases.js'
import { emptyJournal, type Journal, watched } from './journal.js'

/** How reservations are made: as the product does, or with a mistake. */
export type Reserving = (options: ReservationsOptions) => Reservations

export interface Process {
  readonly sync: Sync
  readonly reservations: Reservations
}

/** A retailer of a case: its processes, which share a store, and the journal of that. */
export interface Retailer {
  readonly env: TestEnv
  readonly journal: Journal
  readonly processes: readonly Process[]
}

const HOUR = 3_600_000

/** Opens the books, hours ago, so that what is heard of late still counts. */
export async function openRetailer(
  { stock, safety, processes, pauses }: ReservationCase,
  reserving: Reserving = createReservations,
): Promise<Retailer> {
  const env = testEnv()
  const journal = emptyJournal()
  const shared = memoryStore()
  let calls = 0
  const pauseMs = () => (journal.commits.length === 0 ? 0 : (pauses[calls++ % pauses.length] ?? 0))
  const open = (): Process => {
    const sync = createSync({
      tenant: 'acme',
      store: watched(shared, { journal, env, pauseMs }),
      env,
      connections: [ledger],
      credentials: staticCredentials({ stock: {} }),
      flows: [],
    })
    const now = () => env.now()
    return { sync, reservations: reserving({ sync, ledger, now, safety: () => `${safety}` }) }
  }
  const retailer = { env, journal, processes: Array.from({ length: processes }, open) }
  const opening = ITEMS.map((item) =>
    posting({ item, at: env.now() - 4 * HOUR }, countOf(stock[item])),
  )
  const opened = await processOf(retailer, 0).sync.add('stock', { documents: opening })
  opened._unsafeUnwrap()
  return retailer
}

/** One of the processes; whoever comes after the last begins with the first. */
export function processOf({ processes }: Retailer, index: number): Process {
  const process = processes[index % processes.length]
  if (!process) throw new Error('a retailer without processes')
  return process
}

export function countOf(quantity: number): Entry {
  return { kind: 'count', condition: 'sellable', quantity: `${quantity}` }
}

/** What is posted to an item's position at a moment. */
export function posting(
  { item, at }: { readonly item: Item; readonly at: number },
  ...entries: Entry[]
) {
  const name = { item, place: 'web' }
  const document = { ...name, at: new Date(at).toISOString(), entries }
  return { resource: POSTING, key: positionId(name), document }
}

/** The lines of a wish, as they are asked for. */
export function linesOf(lines: readonly WishedLine[]) {
  return lines.map(([item, quantity]) => ({ item, place: 'web', quantity: pieces(quantity) }))
}

/** How many of each item are wished for, in the order in which they are named first. */
export function sumsOf(lines: readonly WishedLine[]): ReadonlyMap<Item, number> {
  const sums = new Map<Item, number>()
  for (const [item, quantity] of lines) sums.set(item, (sums.get(item) ?? 0) + quantity)
  return sums
}
