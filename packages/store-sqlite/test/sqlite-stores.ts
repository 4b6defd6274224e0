import { DatabaseSync as BuiltinDatabase } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import type { Store } from '@canonry/sync'
import type { StoreUnderTest } from '@canonry/sync/testing'
import { DatabaseSync as PackagedDatabase } from '@photostructure/sqlite'

/** The stores that are held to the conformance, by name; each makes its files with `newFile`. */
export function sqliteStores(newFile: () => string): Readonly<Record<string, StoreUnderTest>> {
  return {
    'SQLite of Node, a file': onFiles(newFile, sqlite),
    'SQLite of Node, in memory': { create: () => sqlite(new BuiltinDatabase(':memory:')) },
    'SQLite of @photostructure/sqlite': onFiles(newFile, (file) =>
      sqlite(new PackagedDatabase(file)),
    ),
  }
}

function onFiles(newFile: () => string, open: (file: string) => Store): StoreUnderTest {
  let file = ''
  const create = () => {
    file = newFile()
    return open(file)
  }
  return { create, reopen: () => open(file) }
}
