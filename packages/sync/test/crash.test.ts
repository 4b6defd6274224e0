import { memoryStore } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { survives } from './world/crash-run.js'

describe('a process that dies', () => {
  it.each(['before', 'after'] as const)(
    'loses nothing, books nothing twice and keeps the order, wherever it dies %s a call',
    async (mode) => {
      let call = 1
      for (;;) {
        const store = memoryStore()
        if (!(await survives(() => store, { call, mode }))) break
        call++
      }
      expect(call).toBeGreaterThan(50)
    },
    120_000,
  )
})
