import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { describe, it } from 'vitest'
import { shapeCases } from '../../sync/test/shape-cases.js'
import { temporaryFile } from './temporary-file.js'

describe('shapes of several versions, over a SQLite file', () => {
  for (const { name, run } of shapeCases) {
    it(name, () => run(() => sqlite(new DatabaseSync(temporaryFile()))))
  }
})
