import { DatabaseSync as BuiltinDatabase } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { storeConformance } from '@canonry/sync/testing'
import { DatabaseSync as PackagedDatabase } from '@photostructure/sqlite'
import { describe, it } from 'vitest'
import { temporaryFile } from './temporary-file.js'

const stores = {
  'a file opened by its path': () => sqlite(temporaryFile()),
  'the SQLite of Node': () => sqlite(new BuiltinDatabase(':memory:')),
  'the SQLite of @photostructure/sqlite': () => sqlite(new PackagedDatabase(temporaryFile())),
}

describe.each(Object.entries(stores))('a store on %s', (_, create) => {
  for (const { name, run } of storeConformance) it(name, () => run(create))
})
