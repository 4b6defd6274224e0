import type { Store, TenantStore } from '@canonry/sync'
import type { Database } from '@canonry/sync/testing'
import { okAsync } from 'neverthrow'
import { startAudit } from '../../../src/memory-store/audit.js'
import { openTables } from '../../../src/memory-store/memory-store.js'
import { emptyTables, type Tables } from '../../../src/memory-store/tables.js'

/** What a method of a store is asked. */
export type Asked<Method extends keyof TenantStore> = Parameters<TenantStore[Method]>[0]

/** A store as it should be, and the tables under it. */
export interface Tampering {
  readonly store: TenantStore
  readonly tables: Tables
}

/** A database in memory, some of whose methods are not what they should be. */
export function tamperedDatabase(
  tamper: (tampering: Tampering) => Partial<TenantStore>,
): () => Database {
  return () => {
    const tables = emptyTables()
    const right = openTables(tables)
    const tenant = { ...right, ...tamper({ store: right, tables }) }
    const store: Store = {
      capabilities: { durable: false, shared: false, manyWorkers: false, silenceMs: 20_000 },
      open: (_, { audit = false } = {}) => {
        if (audit) startAudit(tables)
        return tenant
      },
      close: () => okAsync(undefined),
    }
    return { open: () => store }
  }
}

/** Whether it is time again: every n-th time that it is asked. */
export function every(n: number): () => boolean {
  let count = 0
  return () => ++count % n === 0
}
