import { afterAll, describe } from 'vitest'
import { conforms } from './conforms.js'
import { serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

describe.skipIf(missing)(`a store on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const store = testDatabase()
  afterAll(() => store.drop())

  conforms(store)
})
