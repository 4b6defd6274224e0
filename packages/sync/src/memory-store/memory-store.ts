import { errAsync, ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import { fitting } from '../fitting.js'
import type { Fact } from '../journal/fact.js'
import { shardsInTurn } from '../journal/shard.js'
import type { ReadFacts, Store, TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import { WORKER_GONE_MS, WORKER_SILENCE_MS } from '../store/store-limits.js'
import { isOwn } from '../store/worker-share.js'
import { append } from './append.js'
import { startAudit } from './audit.js'
import { commit, complete } from './commit.js'
import { lease } from './lease.js'
import { maintain } from './maintain.js'
import { query } from './query.js'
import { emptyTables, listOf, type Tables } from './tables.js'

/**
 * A store that lives in this process and ends with it: for tests, examples and simulations.
 *
 * Keeps every promise of the port but durability. Several tenants may open it; `manyWorkers` lets
 * several workers of one tenant work at the same time.
 */
export function memoryStore({ manyWorkers = false } = {}): Store {
  const tenants = new Map<string, Tables>()
  const silenceMs = manyWorkers ? WORKER_GONE_MS : WORKER_SILENCE_MS
  return {
    capabilities: { durable: false, shared: false, manyWorkers, silenceMs },
    open: (tenant, { audit = false } = {}) => {
      const tables = tenants.get(tenant) ?? emptyTables({ manyWorkers })
      tenants.set(tenant, tables)
      if (audit) startAudit(tables)
      return openTables(tables)
    },
    close: () => okAsync(undefined),
  }
}

/** The seven methods over the tables of one tenant. */
export function openTables(tables: Tables): TenantStore {
  const owned = <T>(epoch: number, act: () => Result<T, StoreFailure>) =>
    tables.workers.has(epoch) ? later(act()) : errAsync(TAKEN_OVER)
  return {
    append: (request) => {
      const owner = request.reads ?? request.pull
      return owner
        ? owned(owner.epoch, () => ok(append(tables, request)))
        : later(ok(append(tables, request)))
    },
    read: (request) => later(ok(read(tables, request))),
    commit: (request) =>
      request.epoch === undefined
        ? later(commit(tables, request))
        : owned(request.epoch, () => commit(tables, request)),
    lease: (request) => owned(request.epoch, () => ok(lease(tables, request))),
    complete: (request) => owned(request.epoch, () => ok(complete(tables, request))),
    maintain: (request) =>
      'epoch' in request
        ? owned(request.epoch, () => maintain(tables, request))
        : later(maintain(tables, request)),
    query: (question) => later(ok(query(tables, question))),
  }
}

const TAKEN_OVER: StoreFailure = {
  kind: 'stale-fence',
  message: 'another worker has taken over this store: this one must stop',
}

function read(tables: Tables, { limit, bytes, after, ...whose }: ReadFacts): readonly Fact[] {
  const { facts, cursors } = tables
  const waiting = sharedOut(nextFacts(tables), whose)
  const next: Fact[] = []
  for (const shard of shardsInTurn(waiting, after)) {
    const cursor = cursors.get(shard) ?? 0
    next.push(...listOf(facts, shard).slice(cursor, cursor + limit - next.length))
    if (next.length >= limit) break
  }
  const sizes = next.map(({ body, size }) => (body ? size : 0))
  return next.slice(0, fitting(sizes, bytes))
}

// the first fact that waits, of each shard that has one
function nextFacts({ facts, cursors }: Tables): readonly Fact[] {
  return [...facts].flatMap(([shard, list]) => list[cursors.get(shard) ?? 0] ?? [])
}

function sharedOut(
  next: readonly Fact[],
  { share, straysBefore = 0 }: Pick<ReadFacts, 'share' | 'straysBefore'>,
): readonly number[] {
  const own = next.filter(({ shard }) => isOwn(shard, share))
  const wanted = own.length > 0 ? own : next.filter(({ receivedAt }) => receivedAt < straysBefore)
  return wanted.map(({ shard }) => shard)
}

function later<T>(result: Result<T, StoreFailure>): ResultAsync<T, StoreFailure> {
  return new ResultAsync(Promise.resolve(result))
}
