import { sqlite } from '@canonry/store-sqlite'
import { describe, expect, it } from 'vitest'
import { survives } from '../../sync/test/world/crash-run.js'
import { temporaryFile } from './temporary-file.js'

describe('a process on a SQLite file that dies', () => {
  it.each(['before', 'after'] as const)(
    'loses nothing, books nothing twice and keeps the order, wherever it dies %s a call',
    async (mode) => {
      let call = 1
      for (;;) {
        const file = temporaryFile()
        if (!(await survives(() => sqlite(file), { call, mode }))) break
        call++
      }
      expect(call).toBeGreaterThan(50)
    },
    240_000,
  )
})
