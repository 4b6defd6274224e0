import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { compareWithModel, keepTenantsApart } from '@canonry/sync/testing/model'
import { describe, it } from 'vitest'

describe('a store on SQLite', () => {
  it('answers as the memory store does, whatever it is asked in whatever order', async () => {
    await compareWithModel(() => sqlite(new DatabaseSync(':memory:')), { runs: 200 })
  }, 120_000)

  it('shows each tenant what it would see alone, whatever others do under the same names', async () => {
    await keepTenantsApart(() => sqlite(new DatabaseSync(':memory:')), { runs: 60 })
  }, 120_000)
})
