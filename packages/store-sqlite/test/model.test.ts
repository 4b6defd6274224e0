import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { compareWithModel } from '@canonry/sync/testing/model'
import { describe, it } from 'vitest'

describe('a store on SQLite', () => {
  it('answers as the memory store does, whatever it is asked in whatever order', async () => {
    await compareWithModel(() => sqlite(new DatabaseSync(':memory:')), { runs: 200 })
  }, 120_000)
})
