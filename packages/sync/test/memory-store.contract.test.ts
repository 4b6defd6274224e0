import { memoryStore } from '@canonry/sync'
import {
  missingFor,
  reportConformance,
  SHOWN_ELSEWHERE,
  STORE_INVARIANTS,
  storeConformance,
} from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'

const store = { create: () => memoryStore() }
const ofMany = { create: () => memoryStore({ manyWorkers: true }) }

describe.each([
  ['the store in memory', store],
  ['the store in memory, for many workers', ofMany],
])('%s', (_, { create }) => {
  for (const each of storeConformance) {
    it(each.name, async ({ skip }) => {
      const missing = await missingFor(each, { create })
      if (missing) skip(missing)
      await each.run(create)
    })
  }
})

describe('the conformance of stores', () => {
  it('holds every invariant in a case, or says what shows it', () => {
    const held = new Set(storeConformance.flatMap(({ invariants = [] }) => invariants))
    const names = Object.keys(STORE_INVARIANTS) as (keyof typeof STORE_INVARIANTS)[]
    expect(names.filter((name) => !held.has(name) && !SHOWN_ELSEWHERE[name])).toEqual([])
    expect(names.filter((name) => held.has(name) && SHOWN_ELSEWHERE[name])).toEqual([])
  })

  it('names each case once', () => {
    const names = storeConformance.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('closes every store that was made for a case, whatever becomes of it', async () => {
    let open = 0
    const create = () => {
      open += 1
      const store = memoryStore()
      const close = () => {
        open -= 1
        return store.close()
      }
      return { ...store, close, open: () => store.open('one for all') }
    }
    const results = await reportConformance({ create })
    expect(results.some(({ kind }) => kind === 'failed')).toBe(true)
    expect(open).toBe(0)
  })

  it('reports what passed, what was skipped for which capability, and what is broken', async () => {
    const whole = await reportConformance(store)
    const skipped = whole.filter(({ kind }) => kind === 'skipped')
    expect(new Set(skipped.map(({ why }) => why))).toEqual(
      new Set(['durable', 'shared', 'manyWorkers']),
    )
    expect(whole.filter(({ kind }) => kind === 'failed')).toEqual([])
    const forgetful = await reportConformance({
      create: () => {
        const store = memoryStore()
        return { ...store, open: () => store.open('one for all') }
      },
    })
    expect(
      forgetful.filter(({ kind }) => kind === 'failed').map((each) => each.case.name),
    ).toContain('keeps tenants apart')
  })
})
