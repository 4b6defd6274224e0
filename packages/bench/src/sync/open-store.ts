import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '@canonry/store-postgres'
import { sqlite } from '@canonry/store-sqlite'
import { memoryStore, type Store } from '@canonry/sync'
import { POSTGRES, query } from '../peers/database.js'

/** Which store a workload runs on: all but the one in memory survive a loss of power. */
export type StoreKind = 'memory' | 'sqlite' | 'postgres'

/** A store that has nothing yet, and how it is taken away. */
export interface OpenedStore {
  readonly store: Store
  drop(): Promise<void>
}

/** Opens a fresh store. */
export function openStore(kind: StoreKind): OpenedStore {
  if (kind === 'memory') return { store: memoryStore(), drop: async () => undefined }
  if (kind === 'postgres') return openSchema()
  const folder = mkdtempSync(join(tmpdir(), 'canonry-bench-'))
  return {
    store: sqlite(join(folder, 'bench.db')),
    drop: async () => rmSync(folder, { recursive: true }),
  }
}

/** A store in a schema that nobody else uses, and that other processes may open. */
export function openSchema(): OpenedStore & { readonly schema: string } {
  const schema = `bench_${crypto.randomUUID().replaceAll('-', '')}`
  return {
    schema,
    store: postgres(POSTGRES, { schema }),
    drop: async () => void (await query(POSTGRES, `DROP SCHEMA IF EXISTS ${schema} CASCADE`)),
  }
}

/** Whether there is a PostgreSQL to measure. */
export function hasPostgres(): Promise<boolean> {
  return query(POSTGRES, 'SELECT 1').then(
    () => true,
    () => false,
  )
}
