import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import type { Store, TenantStore } from '@canonry/sync'
import type { Database } from '@canonry/sync/testing'
import type { DatabaseLike } from '../src/database-like.js'
import { temporaryFile } from './temporary-file.js'

/** A file, and how much of it has reached the disk. */
interface Disk {
  readonly path: string
  readonly store: Store
  /** How long its log was when a commit last waited for the disk, in bytes. */
  synced: number
}

/**
 * A file that every process finds as the disk had it: what nobody waited for is gone, as after a loss
 * of power. A disk that `forgets` does not keep even what was waited for.
 */
export function losingPower({ forgets = false } = {}): Database {
  let disk = openDisk({ path: temporaryFile(), forgets })
  let isFirst = true
  return {
    open: () => {
      if (!isFirst) disk = openDisk({ path: lost(disk), forgets })
      isFirst = false
      return withQuestions(disk.store, () => disk.store)
    },
  }
}

function openDisk({ path, forgets }: { path: string; forgets: boolean }): Disk {
  const database = new DatabaseSync(path)
  let waits = true
  const handle: DatabaseLike = {
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
    exec: (sql) => {
      database.exec(sql)
      const mode = /synchronous = (\w+)/.exec(sql)?.[1]
      if (mode !== undefined) waits = mode === 'FULL'
      if (sql === 'COMMIT' && waits && !forgets) disk.synced = sizeOf(`${path}-wal`)
    },
  }
  const disk: Disk = { path, store: sqlite(handle), synced: sizeOf(`${path}-wal`) }
  return disk
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

function lost({ path, synced }: Disk): string {
  const next = temporaryFile()
  copyFileSync(path, next)
  const log = `${path}-wal`
  if (existsSync(log)) writeFileSync(`${next}-wal`, readFileSync(log).subarray(0, synced))
  return next
}

// whoever looks on from outside sees the file as it is now
function withQuestions(store: Store, now: () => Store): Store {
  const open: Store['open'] = (tenant, options) => {
    const own = store.open(tenant, options)
    const query: TenantStore['query'] = (question) => now().open(tenant).query(question)
    return { ...own, query }
  }
  return { ...store, open }
}
