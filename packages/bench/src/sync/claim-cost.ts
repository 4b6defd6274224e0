import { type Commit, type Effect, emptyCommit, type TenantStore } from '@canonry/sync'
import type { ResultAsync } from 'neverthrow'
import { median } from '../statistics.js'
import { type Held, watchEventLoop } from './held.js'
import { openStore, type StoreKind } from './open-store.js'

/** What a lease costs on an empty store, and beside many rows that it must not take. */
export interface ClaimCost {
  readonly store: StoreKind
  readonly parked: number
  readonly future: number
  /** Milliseconds of a lease of 100 effects, median. */
  readonly emptyMs: number
  readonly fullMs: number
  /** For how long filling, in commits of many rows, and leasing held the event loop. */
  readonly held: Held
}

const NOW = Date.parse('2026-11-27T08:00:00Z')
const DAY_MS = 86_400_000
const LEASES = 30
const TAKEN = 100
const ROWS_PER_COMMIT = 2_000

/** Measures a lease before and after the store was filled with parked and future effects. */
export async function claimCost(
  kind: StoreKind,
  { parked, future }: { parked: number; future: number },
): Promise<ClaimCost> {
  const { store, drop } = openStore(kind)
  const tenant = store.open('acme')
  const { epoch } = await got(tenant.maintain({ kind: 'claim', now: NOW, worker: 'bench' }))
  const bench = { tenant, epoch }
  const eventLoop = watchEventLoop()
  const emptyMs = await leaseMs(bench, 'empty')
  await fill(bench, { prefix: 'parked', count: parked, change: { state: 'exception' } })
  const later = { state: 'retry-at', runAt: NOW + DAY_MS } as const
  await fill(bench, { prefix: 'future', count: future, change: later })
  const fullMs = await leaseMs(bench, 'full')
  const held = eventLoop.stop()
  await got(store.close())
  await drop()
  return { store: kind, parked, future, emptyMs, fullMs, held }
}

interface Bench {
  readonly tenant: TenantStore
  readonly epoch: number
}

async function leaseMs({ tenant, epoch }: Bench, prefix: string): Promise<number> {
  await fill({ tenant, epoch }, { prefix, count: LEASES * TAKEN, change: { state: 'ready' } })
  const limits = { concurrency: LEASES * TAKEN * 2, perSecond: 1e9 }
  const load = { connection: 'erp', limits, bulk: 1 }
  const times: number[] = []
  for (let turn = 0; turn < LEASES; turn += 1) {
    const start = performance.now()
    const request = { now: NOW, epoch, limit: TAKEN, connections: [load] }
    const leased = await got(tenant.lease(request))
    times.push(performance.now() - start)
    if (leased.length !== TAKEN) throw new Error(`${leased.length} effects were leased`)
  }
  return median(times)
}

async function fill(
  { tenant, epoch }: Bench,
  { prefix, count, change }: { prefix: string; count: number; change: Partial<Effect> },
): Promise<void> {
  for (let first = 0; first < count; first += ROWS_PER_COMMIT) {
    const size = Math.min(ROWS_PER_COMMIT, count - first)
    const effects = Array.from({ length: size }, (_, index): Commit['effects'][number] => ({
      kind: 'insert',
      effect: { ...effectOf(`${prefix}-${first + index}`), ...change },
    }))
    await got(tenant.commit({ ...emptyCommit(NOW), epoch, effects }))
  }
}

function effectOf(key: string): Effect {
  return {
    key,
    kind: 'upsert',
    connection: 'erp',
    entity: 'order',
    id: key,
    source: { system: 'shop', account: 'acme', kind: 'Order', id: key },
    flow: 'orders',
    class: 'normal',
    state: 'planned',
    fence: 0,
    revision: 1,
    bodyHash: 'body',
    attempts: 0,
    probes: 0,
    runAt: NOW,
    dueAt: NOW + 60_000,
    plannedAt: NOW,
    updatedAt: NOW,
    after: [],
    body: { number: key },
  }
}

async function got<T>(answer: ResultAsync<T, { message: string }>): Promise<T> {
  return (await answer).match(
    (value) => value,
    ({ message }) => {
      throw new Error(message)
    },
  )
}
