import { sqlite } from '@canonry/store-sqlite'
import { describe, it } from 'vitest'
import { exceptionCases } from '../../sync/test/people/exception-cases.js'
import { pauseCases } from '../../sync/test/people/pause-cases.js'
import { temporaryFile } from './temporary-file.js'

describe('people, over a SQLite file', () => {
  for (const { name, run } of [...exceptionCases, ...pauseCases]) {
    it(name, () => run(() => sqlite(temporaryFile())))
  }
})
