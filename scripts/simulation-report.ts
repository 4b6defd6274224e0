/**
 * Prints what the simulation does, world by world: seeds per second, faults by port and kind, and the scenarios in
 * which the process dies at each call. `docs/planted-bugs.md` has which seed finds which bug.
 *
 * `node scripts/run.mjs scripts/simulation-report.ts [--seeds 1000] [--scenarios 52]`.
 */
import { parseArgs } from 'node:util'
import {
  crashEverywhere,
  type SimulationReport,
  simulate,
} from '../packages/sync/src/testing/index.js'
import { provable } from '../packages/sync/test/simulation/provable.js'
import { RETAIL } from '../packages/sync/test/simulation/retail-variants.js'
import {
  scenarioInvariants,
  scenarioWorld,
} from '../packages/sync/test/simulation/scenario-world.js'
import { scenarios } from '../packages/sync/test/simulation/scenarios.js'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    scenarios: { type: 'string', default: `${scenarios.length}` },
  },
})

const seeds = [1, Number(values.seeds)] as const
for (const name of Object.keys(RETAIL) as (keyof typeof RETAIL)[]) {
  console.log(`## ${RETAIL[name].name}\n`)
  printSeeds(await simulate({ ...provable(name), seeds }))
}
await printScenarios(Number(values.scenarios))

function printSeeds(report: SimulationReport): void {
  const { seeds, seedsPerSecond, calls, simulatedHours, faults } = report
  console.log(
    `${seeds} seeds, ${seedsPerSecond} a second; ${calls} calls in ${simulatedHours} simulated hours\n`,
  )
  const kinds = [...new Set(Object.values(faults).flatMap(Object.keys))].sort()
  printTable([
    ['call', ...kinds],
    ...Object.keys(faults)
      .sort()
      .map((call) => [call, ...kinds.map((kind) => `${faults[call]?.[kind] ?? ''}`)]),
  ])
}

async function printScenarios(count: number): Promise<void> {
  const rows: string[][] = []
  for (const scenario of scenarios.slice(0, count)) {
    const { faults = [], name } = scenario
    const invariants = scenarioInvariants(scenario)
    const given = { world: scenarioWorld(scenario), invariants, faults }
    const { calls, runs } = await crashEverywhere(given)
    rows.push([name, `${calls}`, `${runs}`])
  }
  const sum = (column: number) => `${rows.reduce((all, row) => all + Number(row[column]), 0)}`
  printTable([
    ['scenario', 'calls at which it died', 'runs'],
    ...rows,
    [`${rows.length} scenarios`, sum(1), sum(2)],
  ])
}

function printTable([head = [], ...rows]: readonly (readonly string[])[]): void {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  console.log(`${lines.join('\n')}\n`)
}
