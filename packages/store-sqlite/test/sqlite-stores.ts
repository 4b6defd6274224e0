import { DatabaseSync as BuiltinDatabase } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import type { Store } from '@canonry/sync'
import type { StoreUnderTest } from '@canonry/sync/testing'
import { DatabaseSync as PackagedDatabase } from '@photostructure/sqlite'
import { BetterDatabase, openBetter } from './better-sqlite3.js'

/** Stores on databases that the caller opened, by name; each makes its files with `newFile`. */
export function sqliteStores(newFile: () => string): Readonly<Record<string, StoreUnderTest>> {
  return {
    'SQLite of Node': onFiles(newFile, (file) => sqlite(new BuiltinDatabase(file))),
    'SQLite of @photostructure/sqlite': onFiles(newFile, (file) =>
      sqlite(new PackagedDatabase(file)),
    ),
    ...(BetterDatabase && {
      'better-sqlite3': onFiles(newFile, (file) => sqlite(openBetter(file))),
    }),
  }
}

/** A store on files that are opened once more by their path. */
export function onFiles(newFile: () => string, open: (file: string) => Store): StoreUnderTest {
  let file = ''
  const create = () => {
    file = newFile()
    return open(file)
  }
  return { create, reopen: () => open(file) }
}
