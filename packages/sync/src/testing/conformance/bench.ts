import assert from 'node:assert/strict'
import type { Ref } from '@canonry/model'
import type { ResultAsync } from 'neverthrow'
import type { ConnectionLoad } from '../../effects/connection-gate.js'
import type { Effect, EffectRow, EffectState } from '../../effects/effect.js'
import { rowOf } from '../../effects/effect-step.js'
import type { NewFact } from '../../journal/fact.js'
import type { Pull } from '../../store/connection-row.js'
import { emptyCommit } from '../../store/empty-commit.js'
import type { Maintained, Store, TenantStore } from '../../store/store.js'
import type { StoreFailure } from '../../store/store-failure.js'
import type { Commit, Completion } from '../../store/writes.js'

/** The moment at which every case begins. */
export const START = Date.parse('2026-11-27T08:00:00Z')

/** A store under test with a worker on it, and the usual requests in short. */
export interface Bench {
  readonly store: TenantStore
  readonly epoch: number
  commit(changes: Partial<Commit>): Promise<void>
  lease(change?: {
    now?: number
    limit?: number
    loads?: readonly ConnectionLoad[]
  }): Promise<readonly Effect[]>
  /** Records one step; answers what became of it. */
  complete(effect: Effect, change: Partial<EffectRow>, more?: Partial<Completion>): Promise<string>
  state(key: string): Promise<EffectState | undefined>
}

/** What a store answers; a failure breaks the case. */
export async function got<T>(answer: ResultAsync<T, StoreFailure>): Promise<T> {
  return (await answer).match(
    (value) => value,
    ({ kind, message }) => assert.fail(`${kind}: ${message}`),
  )
}

/** Claims a tenant of a fresh store. */
export async function createBench(
  create: () => Store | Promise<Store>,
  tenant = 'acme',
): Promise<Bench> {
  return claimBench((await create()).open(tenant), { worker: 'worker-1', now: START })
}

/** Claims a tenant's store for a worker. */
export async function claimBench(
  store: TenantStore,
  { worker, now }: { worker: string; now: number },
): Promise<Bench> {
  const { epoch } = await got(store.maintain({ kind: 'claim', now, worker }))
  return { store, epoch, ...requestsOf(store, epoch) }
}

/**
 * Claims a store after another worker fell silent, at `now`, and goes on until it hears what that one
 * held: at once where one worker replaces the other, with a later beat where several work.
 */
export async function takeOver(
  store: TenantStore,
  { worker, now: begun }: { worker: string; now: number },
): Promise<Maintained & { readonly now: number }> {
  let now = begun
  let heard = await got(store.maintain({ kind: 'claim', now, worker }))
  const { epoch } = heard
  while (heard.abandoned.length === 0 && now < begun + 20_000) {
    now += 5_000
    heard = await got(store.maintain({ kind: 'beat', now, epoch }))
  }
  return { ...heard, now }
}

function requestsOf(store: TenantStore, epoch: number): Omit<Bench, 'store' | 'epoch'> {
  return {
    commit: async (changes) => {
      await got(store.commit({ ...emptyStep(epoch), ...changes }))
    },
    lease: async ({ now = START, limit = 100, loads = [loadOf('erp')] } = {}) => {
      return got(store.lease({ now, epoch, limit, connections: loads }))
    },
    complete: async (effect, change, more = {}) => {
      const row = { ...rowOf(effect), ...change }
      const item = { fence: effect.fence, row, timeline: [], exceptions: [], counts: {}, ...more }
      const [done] = await got(store.complete({ now: START, epoch, items: [item] }))
      return done?.kind ?? 'missing'
    },
    state: async (key) => {
      const found = await got(store.query<'effects'>({ kind: 'effects', limit: 1_000 }))
      return found.find((effect) => effect.key === key)?.state
    },
  }
}

/** A step of the journal plane that changes nothing. */
export function emptyStep(epoch: number): Commit {
  return { ...emptyCommit(START), epoch }
}

/** A connection that bears everything, unless it is said otherwise. */
export function loadOf(
  connection: string,
  { concurrency = 1_000, perSecond = 1_000, bulk = 1 } = {},
): ConnectionLoad {
  return { connection, limits: { concurrency, perSecond }, bulk }
}

/** A fact of a webhook. */
export function factOf(change: Partial<NewFact> = {}): NewFact {
  const hash = change.hash ?? 'hash-1'
  return {
    connection: 'shop',
    origin: 'webhook',
    shard: 3,
    topic: 'orders/updated',
    apiVersion: '1',
    hash,
    size: 2,
    receivedAt: START,
    headers: { 'x-topic': 'orders/updated' },
    body: new TextEncoder().encode('{}'),
    ...change,
  }
}

/** A ref of an order in the shop. */
export function refOf(id: string, system = 'shop'): Ref {
  return { system, account: 'acme', kind: 'Order', id }
}

/** A planned effect: its entity, and with it its lane, is `id`. */
export function effectOf(key: string, change: Partial<Effect> = {}): Effect {
  return {
    key,
    kind: 'upsert',
    connection: 'erp',
    entity: 'order',
    id: key,
    source: refOf(change.id ?? key),
    flow: 'orders',
    class: 'normal',
    state: 'planned',
    fence: 0,
    revision: 1,
    bodyHash: 'body',
    attempts: 0,
    probes: 0,
    runAt: START,
    dueAt: START + 60_000,
    plannedAt: START,
    updatedAt: START,
    after: [],
    body: { number: key },
    ...change,
  }
}

/** A pull that has begun, and has brought nothing yet. */
export function pullOf(change: Partial<Pull> = {}): Pull {
  return {
    purpose: 'reconcile',
    phase: 'pages',
    startedAt: START,
    pages: 0,
    documents: 0,
    prefixes: [],
    attempts: 0,
    restarts: 0,
    runAt: START,
    ...change,
  }
}

/** The writes that insert effects, in order. */
export function inserts(...effects: readonly Effect[]): Commit['effects'] {
  return effects.map((effect) => ({ kind: 'insert', effect }))
}
