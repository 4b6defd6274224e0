import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { crashEverywhere, type Database, simulate } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { retailInvariants, retailWorld } from '../../sync/test/simulation/retail-world.js'
import { scenarioInvariants, scenarioWorld } from '../../sync/test/simulation/scenario-world.js'
import { scenarios } from '../../sync/test/simulation/scenarios.js'
import { losingPower } from './losing-power.js'
import { temporaryFile } from './temporary-file.js'

// every process opens the file anew, and finds what the one before has left
function database(): Database {
  const file = temporaryFile()
  return { open: () => sqlite(new DatabaseSync(file)) }
}

const NAMES = [
  'an order waits for its customer',
  'an order is cancelled, and its answer was lost',
  'two documents have one version, and the shop knows the truth',
  'a part of a batch is lost',
]
const chosen = scenarios.filter(({ name }) => NAMES.includes(name))

describe('a process on a SQLite file', { timeout: 240_000 }, () => {
  it.each(chosen)('may die at any of its calls when $name', async (scenario) => {
    const world = scenarioWorld(scenario)
    const invariants = scenarioInvariants(scenario)
    const { faults = [] } = scenario
    const report = await crashEverywhere({ world, invariants, faults, database })
    expect(report.calls).toBeGreaterThan(40)
  })

  it('keeps every promise while everything goes wrong', async () => {
    const world = retailWorld()
    const report = await simulate({ world, invariants: retailInvariants, seeds: [1, 50], database })
    expect(report.seeds).toBe(50)
  })

  it.each(chosen)('may lose its power at any of its calls when $name', async (scenario) => {
    const world = scenarioWorld(scenario)
    const invariants = scenarioInvariants(scenario)
    const { faults = [] } = scenario
    const database = () => losingPower()
    const report = await crashEverywhere({ world, invariants, faults, database })
    expect(report.calls).toBeGreaterThan(40)
  })

  it('is found out if it does not keep what it has answered for', async () => {
    const [scenario] = chosen
    if (!scenario) throw new Error('there is no scenario')
    const world = scenarioWorld(scenario)
    const invariants = scenarioInvariants(scenario)
    const database = () => losingPower({ forgets: true })
    await expect(crashEverywhere({ world, invariants, database })).rejects.toThrow('lost')
  })
})
