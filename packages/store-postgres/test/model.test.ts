import { compareWithModel } from '@canonry/sync/testing/model'
import { afterAll, describe, it } from 'vitest'
import { serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

describe.skipIf(missing)(`a store on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  afterAll(() => database.drop())

  it('answers as the memory store does, whatever it is asked in whatever order', async () => {
    await compareWithModel(database.create, { runs: 50 })
  }, 240_000)
})
