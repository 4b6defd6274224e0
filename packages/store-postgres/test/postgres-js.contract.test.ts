import { missingFor, storeConformance } from '@canonry/sync/testing'
import { afterAll, describe, it } from 'vitest'
import { serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

describe.skipIf(missing)(`a store by postgres.js${missing ? ` (${missing})` : ''}`, () => {
  const store = testDatabase({ driver: 'postgres' })
  afterAll(() => store.drop())

  for (const each of storeConformance) {
    it(each.name, { timeout: 30_000 }, async ({ skip }) => {
      const lacking = await missingFor(each, store)
      if (lacking) skip(lacking)
      await each.run(store.create, store.reopen)
    })
  }
})
