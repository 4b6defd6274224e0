import type { Workload } from './workload.js'
import { blockedKey } from './workloads/blocked-key.js'
import { bulkIngest } from './workloads/bulk-ingest.js'
import { drain, orderedDrains } from './workloads/drain.js'
import { duplicates } from './workloads/duplicates.js'
import { fanOut } from './workloads/fan-out.js'
import { heldSnapshot } from './workloads/held-snapshot.js'
import { killedWorkers } from './workloads/killed-workers.js'
import { latency } from './workloads/latency.js'
import { lostAnswer } from './workloads/lost-answer.js'
import { rowsBeside } from './workloads/rows-beside.js'
import { serverRestart } from './workloads/server-restart.js'
import { singleIngests } from './workloads/single-ingests.js'
import { stockStorm } from './workloads/stock-storm.js'
import { zombies } from './workloads/zombie.js'

/** Everything that is measured of every system. */
export const WORKLOADS: readonly Workload[] = [
  bulkIngest,
  singleIngests,
  drain,
  ...orderedDrains,
  latency,
  blockedKey,
  rowsBeside,
  heldSnapshot,
  killedWorkers,
  serverRestart,
  ...zombies,
  duplicates,
  fanOut,
  stockStorm,
  lostAnswer,
]

/** The workload that variants belong to: `w4` of `w4a`. */
export function baseOf({ id }: Pick<Workload, 'id'>): string {
  return /^w\d+/.exec(id)?.[0] ?? id
}
