import { systemEnv } from '@canonry/pack'
import type { SeedResult } from './run-seed.js'

/** What a simulation did. */
export interface SimulationReport {
  readonly seeds: number
  readonly seedsPerSecond: number
  /** Calls of ports over all seeds. */
  readonly calls: number
  /** How often each kind of fault was met at each call: `store.commit` → `crash-after` → 12. */
  readonly faults: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Hours of simulated time over all seeds. */
  readonly simulatedHours: number
}

const HOUR_MS = 3_600_000

/** Counts what the seeds of a simulation met. */
export function createReport() {
  const env = systemEnv()
  const begun = env.now()
  const faults: Record<string, Record<string, number>> = {}
  let [seeds, calls, lasted] = [0, 0, 0]
  return {
    add: (result: SeedResult) => {
      seeds++
      calls += result.calls.length
      lasted += result.lasted
      for (const { at, kind } of result.faults) {
        const row = rowOf(faults, portOf(at))
        row[kind] = (row[kind] ?? 0) + 1
      }
    },
    done: (): SimulationReport => ({
      seeds,
      seedsPerSecond: Math.round((seeds * 1_000) / Math.max(1, env.now() - begun)),
      calls,
      faults,
      simulatedHours: Math.round(lasted / HOUR_MS),
    }),
  }
}

function rowOf(faults: Record<string, Record<string, number>>, port: string) {
  faults[port] ??= {}
  return faults[port]
}

// `a/store.commit#3` is a commit of the store, whoever calls; all deliveries are one
function portOf(at: string): string {
  if (at.startsWith('delivery ')) return 'delivery'
  return at.replace(/^[^/]*\//, '').replace(/#\d+$/, '')
}
