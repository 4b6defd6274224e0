import { keyring, memoryStore, sealedStore } from '@canonry/sync'
import { missingFor, storeConformance } from '@canonry/sync/testing'
import { describe, it } from 'vitest'
import { keyOf } from './world/seal.js'

// it takes the keys itself that the store below keeps
const BELOW = 'keeps with every body the key that it is sealed with'

describe('a sealed store', () => {
  const create = () =>
    sealedStore(memoryStore(), keyring({ current: 'a', keys: { a: keyOf('a') } }))
  for (const each of storeConformance.filter(({ name }) => name !== BELOW)) {
    it(each.name, async ({ skip }) => {
      const missing = await missingFor(each, { create })
      if (missing) skip(missing)
      await each.run(create)
    })
  }
})
