import { sqlite } from '@canonry/store-sqlite'
import { missingFor, storeConformance } from '@canonry/sync/testing'
import { describe, it } from 'vitest'
import { BetterDatabase, needsBetter } from './better-sqlite3.js'
import { onFiles, sqliteStores } from './sqlite-stores.js'
import { temporaryFile } from './temporary-file.js'

const stores = {
  'a file opened by its path': onFiles(temporaryFile, sqlite),
  ...sqliteStores(temporaryFile),
}

describe.each(Object.entries(stores))('a store on %s', { timeout: 30_000 }, (_, store) => {
  for (const each of storeConformance) {
    it(each.name, async ({ skip }) => {
      const missing = await missingFor(each, store)
      if (missing) skip(missing)
      await each.run(store.create, store.reopen)
    })
  }
})

if (!BetterDatabase) it.skip(`a store on better-sqlite3${needsBetter}`)
