import type { Sql } from './sql.js'
import { isBusy } from './sql-failure.js'

const TRIES = 200
const PAUSE_MS = 25

/**
 * Puts the file into WAL mode, which lasts: a file that already is in it needs no lock.
 *
 * Two processes that open a new file at the same moment both want it exclusively for this, and
 * SQLite gives up at once instead of waiting, whatever the busy timeout says.
 */
export function switchToWal(sql: Sql): void {
  for (let tries = 1; ; tries += 1) {
    try {
      sql.exec('PRAGMA journal_mode = WAL')
      return
    } catch (problem) {
      if (tries === TRIES || !isBusy(problem)) throw problem
      pause(PAUSE_MS)
    }
  }
}

// opening is synchronous, so the wait is too; it happens once in the life of a file
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
