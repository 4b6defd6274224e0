import { errAsync, ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import type { Fact } from '../journal/fact.js'
import { shardsInTurn } from '../journal/shard.js'
import { withinBytes } from '../journal/within-bytes.js'
import type { ReadFacts, Store, TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
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
 * Keeps every promise of the port but durability. Several tenants may open it.
 */
export function memoryStore(): Store {
  const tenants = new Map<string, Tables>()
  return {
    capabilities: { durable: false, shared: false },
    open: (tenant, { audit = false } = {}) => {
      const tables = tenants.get(tenant) ?? emptyTables()
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
    epoch === tables.epoch && tables.claim ? later(act()) : errAsync(TAKEN_OVER)
  return {
    append: (request) => {
      const owner = request.read ?? request.pull
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

function read({ facts, cursors }: Tables, { limit, bytes, after }: ReadFacts): readonly Fact[] {
  const waiting = [...facts.keys()].filter(
    (shard) => (cursors.get(shard) ?? 0) < listOf(facts, shard).length,
  )
  const next: Fact[] = []
  for (const shard of shardsInTurn(waiting, after)) {
    const cursor = cursors.get(shard) ?? 0
    next.push(...listOf(facts, shard).slice(cursor, cursor + limit - next.length))
    if (next.length >= limit) break
  }
  const sizes = next.map(({ body, size }) => (body ? size : 0))
  return next.slice(0, withinBytes(sizes, bytes))
}

function later<T>(result: Result<T, StoreFailure>): ResultAsync<T, StoreFailure> {
  return new ResultAsync(Promise.resolve(result))
}
