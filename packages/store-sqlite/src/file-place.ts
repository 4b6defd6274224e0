import { realpathSync, statSync } from 'node:fs'
import type { StoreFailure } from '@canonry/sync'

/** The failure of a file that is not where it was opened. */
export const MOVED: StoreFailure = {
  kind: 'unavailable',
  message:
    'the file was moved, replaced or deleted while it was open: put it back, or start again with what is there now',
}

/**
 * Tells whether the file that is at a path now still lies there.
 *
 * A file that was deleted can be written as long as it is open, and is gone then. SQLite looks at this
 * itself, but not in WAL mode: https://www.sqlite.org/rescode.html#readonly_dbmoved
 */
export function watchPlace(path: string): () => boolean {
  const opened = numberOf(path)
  if (opened === undefined) return () => true
  // the folder of the process may be another one later
  const place = realpathSync(path)
  return () => numberOf(place) === opened
}

function numberOf(path: string): bigint | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino
  } catch {
    return undefined
  }
}
