import { crashEverywhere } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { scenarioInvariants, scenarioWorld } from './scenario-world.js'
import { scenarios } from './scenarios.js'

describe('a process that dies at any of its calls', { timeout: 120_000 }, () => {
  it.each(scenarios)('keeps every promise when $name', async (scenario) => {
    const world = scenarioWorld(scenario)
    const invariants = scenarioInvariants(scenario)
    const { faults = [] } = scenario
    const report = await crashEverywhere({ world, invariants, faults })
    expect(report.calls).toBeGreaterThan(10)
  })
})
