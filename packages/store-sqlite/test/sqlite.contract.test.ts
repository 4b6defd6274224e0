import { missingFor, storeConformance } from '@canonry/sync/testing'
import { describe, it } from 'vitest'
import { sqliteStores } from './sqlite-stores.js'
import { temporaryFile } from './temporary-file.js'

describe.each(Object.entries(sqliteStores(temporaryFile)))('a store on %s', (_, store) => {
  for (const each of storeConformance) {
    it(each.name, async ({ skip }) => {
      const missing = await missingFor(each, store)
      if (missing) skip(missing)
      await each.run(store.create, store.reopen)
    })
  }
})
