import { cpus } from 'node:os'
import { type ClaimCost, claimCost } from './claim-cost.js'
import { type FlatMemory, flatMemory } from './flat-memory.js'
import type { Held } from './held.js'
import { manyWorkers, type WorkersOutcome } from './many-workers.js'
import { hasPostgres, type StoreKind } from './open-store.js'
import { type SingleIngests, singleIngests } from './single-ingests.js'
import { effectsOfLanes, type Outcome, orderedFacts } from './workloads.js'

/** Runs the workloads of the sync core, and prints them with what their oracles say. */
export async function measureSync(): Promise<string> {
  const outcomes = [
    await orderedFacts('memory', { facts: 100_000, target: 100_000 }),
    await orderedFacts('sqlite', { facts: 50_000, target: 30_000 }),
    await effectsOfLanes('memory', { lanes: 20_000, target: 20_000 }),
    await effectsOfLanes('sqlite', { lanes: 20_000, target: 20_000 }),
    ...((await hasPostgres()) ? await onPostgres() : []),
  ]
  const singles = await singleIngests()
  const rows = { parked: 100_000, future: 1_000_000 }
  const workers = (await hasPostgres())
    ? [await manyWorkers(1, 20_000), await manyWorkers(4, 20_000)]
    : []
  const claims = [await claimCost('memory', rows), await claimCost('sqlite', rows)]
  return print({ outcomes, workers, singles, claims, memory: await flatMemory(300_000) })
}

async function onPostgres(): Promise<readonly Outcome[]> {
  return [
    await orderedFacts('postgres', { facts: 30_000, target: 30_000 }),
    await effectsOfLanes('postgres', { lanes: 10_000, target: 20_000 }),
  ]
}

interface Figures {
  readonly outcomes: readonly Outcome[]
  readonly workers: readonly WorkersOutcome[]
  readonly singles: SingleIngests
  readonly claims: readonly ClaimCost[]
  readonly memory: FlatMemory
}

function print({ outcomes, workers, singles, claims, memory }: Figures): string {
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim()}`
  return [
    `# sync\n\nNode ${process.version}, ${cpu}`,
    printOutcomes(outcomes),
    ...workers.map(printWorkers),
    `One durable ingest after the other: ${round(singles.perSecond)}/s; one row and one transaction of the driver: ${round(singles.driverPerSecond)}/s; ${(singles.ratio * 100).toFixed(0)} % of it (target: 80 %).`,
    ...claims.map(printClaim),
    printHeld({ outcomes, claims }),
    printMemory(memory),
  ].join('\n\n')
}

function printOutcomes(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, store, unit, perSecond, target, violations }) => {
    const figure = violations.length === 0 ? `${round(perSecond)} ${unit}/s` : 'none'
    const verdict = perSecond >= target ? 'reached' : 'MISSED'
    const oracle = violations.length === 0 ? '0 lost, 0 double, in order' : violations[0]
    return `| ${name} | ${store} | ${figure} | ${round(target)}/s | ${verdict} | ${oracle} |`
  })
  const head = [
    '|  | store | figure | target |  | oracle |',
    '| --- | --- | ---: | ---: | --- | --- |',
  ]
  return [...head, ...rows].join('\n')
}

function printWorkers({ workers, perSecond, violations }: WorkersOutcome): string {
  const figure = violations[0] ?? `${round(perSecond)} facts/s, every level at its newest version`
  return `${workers} processes work off facts that lie in PostgreSQL: ${figure}.`
}

function printClaim({ store, parked, future, emptyMs, fullMs }: ClaimCost): string {
  const times = (fullMs / emptyMs).toFixed(2)
  return `A lease of 100 effects (${store}): ${emptyMs.toFixed(2)} ms alone, ${fullMs.toFixed(2)} ms beside ${round(parked)} parked and ${round(future)} future ones; ${times} × (target: 2 ×).`
}

function printMemory({ facts, ...mb }: FlatMemory): string {
  const early = `${mb.earlyMb.toFixed(1)} MB of heap, ${mb.earlyRssMb.toFixed(0)} MB in all`
  const late = `${mb.lateMb.toFixed(1)} MB of heap, ${mb.lateRssMb.toFixed(0)} MB in all`
  return `In use after ${round(facts / 10)} facts: ${early}; after ${round(facts)}: ${late}.`
}

function printHeld({ outcomes, claims }: Pick<Figures, 'outcomes' | 'claims'>): string {
  const all = [
    ...outcomes,
    ...claims.map((claim) => ({
      ...claim,
      name: 'effects written in commits of 2000, and leased',
    })),
  ]
  const rows = all.map(({ name, store, held }) => {
    const times = `${held.mostMs.toFixed(1)} ms | ${held.longestMs.toFixed(1)} ms`
    return `| ${name} | ${store} | ${times} | ${verdictOn(store, held)} |`
  })
  const head = [
    '| the event loop was held by | store | 99 % of turns | longest | target |  |',
    '| --- | --- | ---: | ---: | ---: | --- |',
  ]
  return [...head, ...rows].join('\n')
}

const HELD_AT_MOST_MS = 10

// what a store in memory does, the caller's own thread does
function verdictOn(store: StoreKind, { longestMs }: Held): string {
  if (store === 'memory') return '– | –'
  return `${HELD_AT_MOST_MS} ms | ${longestMs <= HELD_AT_MOST_MS ? 'reached' : 'MISSED'}`
}

function round(value: number): string {
  return Math.round(value).toLocaleString('en-GB')
}
