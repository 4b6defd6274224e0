import { memoryStore, type Store } from '@canonry/sync'
import { compareWithModel, keepTenantsApart } from '@canonry/sync/testing/model'
import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { startAudit } from '../src/memory-store/audit.js'
import { openTables } from '../src/memory-store/memory-store.js'
import { emptyTables, type Tables } from '../src/memory-store/tables.js'

/** A store in memory whose tenants have one of their tables in common. */
function sharing(name: keyof Tables): Store {
  const common = emptyTables()
  const tenants = new Map<string, Tables>()
  const tablesOf = (tenant: string): Tables => {
    const own = emptyTables()
    const get = () => common[name]
    const set = (value: never) => Object.assign(common, { [name]: value })
    Object.defineProperty(own, name, { get, set, enumerable: true })
    tenants.set(tenant, own)
    return own
  }
  return {
    ...memoryStore(),
    open: (tenant, { audit = false } = {}) => {
      const tables = tenants.get(tenant) ?? tablesOf(tenant)
      if (audit) startAudit(tables)
      return openTables(tables)
    },
    close: () => okAsync(undefined),
  }
}

// fences of a tenant only grow, however fast, keys of findings and what an expired fact was about lead
// to nothing but its own, how many may work is the same for all, and where a beat looks for what
// expires makes a difference from a thousand bodies on
const UNSEEN: readonly (keyof Tables)[] = ['fence', 'found', 'manyWorkers', 'subjects', 'swept']
const tables = Object.keys(emptyTables()) as (keyof Tables)[]
const seen = tables.filter((name) => !UNSEEN.includes(name))

// of two tables few sequences of commands tell: seeds that come to one soon
const SOON: Partial<Record<keyof Tables, number>> = { about: 7, waiting: 15 }

describe('tenants of one store', { timeout: 120_000 }, () => {
  it('each see what they would see alone, whatever others do under the same names', async () => {
    await keepTenantsApart(memoryStore, { runs: 60 })
  })

  it.each([0, -1, 0.5, Number.NaN])('is no proof with %s runs', async (runs) => {
    await expect(keepTenantsApart(memoryStore, { runs })).rejects.toThrow('runs is')
    await expect(compareWithModel(memoryStore, { runs })).rejects.toThrow('runs is')
  })

  it.each(seen)('are told apart in the table "%s", or it is found', async (name) => {
    const tried = { runs: 2_000, seed: SOON[name] ?? 1, endOnFailure: true }
    const kept = keepTenantsApart(() => sharing(name), tried)
    await expect(kept).rejects.toThrow('Property failed')
  })
})
