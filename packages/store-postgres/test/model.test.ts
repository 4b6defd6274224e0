import { compareWithModel, keepTenantsApart } from '@canonry/sync/testing/model'
import { afterAll, describe, it } from 'vitest'
import { serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

describe.skipIf(missing)(`a store on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  afterAll(() => database.drop())

  it('answers as the memory store does, whatever it is asked in whatever order', async () => {
    await compareWithModel(database.create, { runs: 40 })
  }, 240_000)

  it('shows each tenant what it would see alone, whatever others do under the same names', async () => {
    await keepTenantsApart(database.create, { runs: 20 })
  }, 240_000)
})
