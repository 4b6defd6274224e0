import { missingFor, storeConformance } from '@canonry/sync/testing'
import { it } from 'vitest'
import type { TestDatabase } from './postgres-server.js'

/** A test for each conformance case of stores; one that is skipped names the capability that it needs. */
export function conforms(store: Pick<TestDatabase, 'create' | 'reopen'>): void {
  for (const each of storeConformance) {
    it(each.name, { timeout: 30_000 }, async ({ skip }) => {
      const lacking = await missingFor(each, store)
      if (lacking) skip(lacking)
      await each.run(store.create, store.reopen)
    })
  }
}
