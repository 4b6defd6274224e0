import assert from 'node:assert/strict'
import type { Result, ResultAsync } from 'neverthrow'
import type { Effect } from '../../effects/effect.js'
import { HELD_STATES, laneOf } from '../../effects/effect.js'
import type { PendingRead } from '../../store/rows.js'
import type { TenantStore } from '../../store/store.js'
import type { StoreFailure } from '../../store/store-failure.js'
import { START } from '../conformance/bench.js'

/** One of two stores that are told the same: it knows its own fences, which are its own affair. */
export interface Side {
  readonly name: 'model' | 'store'
  readonly store: TenantStore
}

/** The store under test beside one that is known to keep every promise, and what both were told. */
export interface Pair {
  readonly model: Side
  readonly store: Side
  now: number
  worker: string
  epoch: number
  /** The next number of what must be new: effects, events, exceptions. */
  next: number
  /** Versions that entities were last committed with. */
  readonly versions: Map<string, number>
}

/** One thing that may be asked of a store, told to both. */
export interface StoreCommand {
  readonly name: string
  run(pair: Pair): Promise<void>
}

/** A pair that was told nothing yet. */
export function createPair(model: TenantStore, store: TenantStore): Pair {
  const sides = { model: { name: 'model', store: model }, store: { name: 'store', store } } as const
  return { ...sides, now: START, worker: 'worker-1', epoch: 0, next: 1, versions: new Map() }
}

/** Asks both the same, and holds the answers against each other; answers that of the model. */
export async function askBoth<T>(
  pair: Pair,
  ask: (side: Side) => PromiseLike<Result<T, StoreFailure>>,
): Promise<T | undefined> {
  const answerOf = async (side: Side) =>
    (await await ask(side)).match(
      (value) => ({ value }),
      ({ kind }) => ({ failure: kind }),
    )
  const [expected, answer] = [await answerOf(pair.model), await answerOf(pair.store)]
  assertSame(answer, expected)
  return 'value' in expected ? expected.value : undefined
}

/** Holds everything that can be seen of the two against each other, and looks for broken lanes. */
export async function compareBoth(pair: Pair): Promise<void> {
  const { now } = pair
  const refs = NAMES.map(nameOf)
  await askBoth(pair, ({ store }) => store.query<'backlog'>({ kind: 'backlog' }))
  await askBoth(pair, ({ store }) => store.query<'counters'>({ kind: 'counters' }))
  await askBoth(pair, ({ store }) => store.query<'exceptions'>({ kind: 'exceptions' }))
  await askBoth(pair, ({ store }) => store.query<'gates'>({ kind: 'gates' }))
  await askBoth(pair, ({ store }) => store.query<'queues'>({ kind: 'queues', now }))
  await askBoth(pair, ({ store }) => store.query<'situation'>({ kind: 'situation', refs }))
  await askBoth(pair, (side) => dueReads(side, now))
  for (const ref of refs) {
    await askBoth(pair, ({ store }) => store.query<'timeline'>({ kind: 'timeline', ref }))
  }
  await compareRest(pair, refs)
  await askBoth(pair, ({ store }) => store.read({ limit: 999, bytes: 1e9 }))
  const effects = await askBoth(pair, allEffects)
  checkLanes(effects ?? [])
}

async function compareRest(pair: Pair, refs: readonly string[]): Promise<void> {
  const { now } = pair
  const erp = { system: 'erp', account: 'x' }
  const absent = { connection: 'shop', prefixes: ['order:'], after: '', before: now, limit: 9 }
  await askBoth(pair, ({ store }) => store.query<'acts'>({ kind: 'acts', limit: 99 }))
  await askBoth(pair, ({ store }) => store.query<'connections'>({ kind: 'connections' }))
  await askBoth(pair, ({ store }) => store.query<'undecided'>({ kind: 'undecided', before: now }))
  await askBoth(pair, ({ store }) => store.query<'links'>({ kind: 'links', refs, ...erp }))
  await askBoth(pair, ({ store }) => store.query<'absent'>({ kind: 'absent', ...absent }))
  await askBoth(pair, ({ store }) =>
    store.query<'findings'>({ kind: 'findings' }).map((found) => found.map(({ id }) => id).sort()),
  )
  await askBoth(pair, ({ store }) =>
    store
      .query<'about'>({ kind: 'about', subjects: [BUYER], limit: 9 })
      .map((names) => [...names].sort()),
  )
  for (const shard of NAMES.keys()) {
    const question = { kind: 'journal', shard, after: 0, limit: 999 } as const
    await askBoth(pair, ({ store }) => store.query<'journal'>(question))
  }
  // how fences are counted is a store's own affair, and they stand in what is proven
  const log = { kind: 'auditEntries', from: 0, limit: 9_999 } as const
  await askBoth(pair, ({ store }) =>
    store.query<'auditEntries'>(log).map((entries) => entries.map(({ kind }) => kind)),
  )
}

/** Whom all that is said is about, as `refKey` prints it. */
export const BUYER = 'shop/acme/Customer/c'

/** The name of a thing in the shop, as `refKey` prints it. */
export function nameOf(id: string): string {
  return `shop/acme/Order/${id}`
}

/** The names of the entities that commands are about. */
export const NAMES = ['a', 'b', 'c']

/** Every effect of a side, oldest first. */
export function allEffects({ store }: Side): ResultAsync<readonly Effect[], StoreFailure> {
  return store.query<'effects'>({ kind: 'effects', limit: 1e6 })
}

/** The reads that are due, by their ids: which of those of one moment comes first is open. */
export function dueReads(
  { store }: Side,
  now: number,
): ResultAsync<readonly PendingRead[], StoreFailure> {
  return store
    .query<'reads'>({ kind: 'reads', now, limit: 99 })
    .map((due) => [...due].sort((a, b) => (a.id < b.id ? -1 : 1)))
}

// whatever the model says: nobody else may hold what stands in a lane that somebody holds
function checkLanes(effects: readonly Effect[]): void {
  const held = effects.filter(({ state }) => HELD_STATES.has(state)).map(laneOf)
  assert.equal(new Set(held).size, held.length, 'two effects of one lane are held')
}

function assertSame(answer: unknown, expected: unknown): void {
  const [given, wanted] = [comparable(answer), comparable(expected)]
  // the order of keys is a store's own affair, and nearly always the same
  if (given !== wanted) assert.deepEqual(JSON.parse(given), JSON.parse(wanted))
}

// fences only ever grow; how fast is a store's own affair. In a text of JSON no string looks like this
function comparable(answer: unknown): string {
  return JSON.stringify(answer).replaceAll(/"fence":\d+/g, '"fence":0')
}
