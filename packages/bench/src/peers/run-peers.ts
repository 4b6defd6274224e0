import { freshDatabase } from './database.js'
import type { Peer } from './peer.js'
import { type RunResult, runOnce } from './run-once.js'
import type { Workload } from './workload.js'
import { baseOf } from './workloads.js'

/** What is to be measured, where. */
export interface PeersPlan {
  readonly systems: readonly Peer[]
  readonly workloads: readonly Workload[]
  readonly postgres: string
  /** Absent where no Redis answers. */
  readonly redis?: string
  readonly seconds: number
  readonly repeats: number
  /** Told what is about to run. */
  progress?(line: string): void
}

/** All runs of a workload by one system; or why there are none. */
export type Entry =
  | { readonly kind: 'runs'; readonly peer: Peer; readonly results: readonly RunResult[] }
  | { readonly kind: 'cannot' | 'not-run'; readonly peer: Peer; readonly why: string }

/** A workload, and how everybody did. */
export interface Table {
  readonly workload: Workload
  readonly entries: readonly Entry[]
}

/** Runs every workload of every system in turns: A B C A B C, so that what the machine does falls on all. */
export async function runPeers(plan: PeersPlan): Promise<readonly Table[]> {
  const tables: Table[] = []
  for (const workload of plan.workloads) tables.push(await runWorkload(workload, plan))
  return tables
}

async function runWorkload(workload: Workload, plan: PeersPlan): Promise<Table> {
  const results = new Map<Peer, RunResult[]>()
  const running = plan.systems.filter((peer) => excuseOf(peer, { workload, plan }) === undefined)
  for (let repeat = 1; repeat <= (workload.once ? 1 : plan.repeats); repeat += 1) {
    for (const peer of running) {
      plan.progress?.(`${workload.id} ${workload.title}: ${peer.name}, run ${repeat}`)
      results.set(peer, [...(results.get(peer) ?? []), await runIn(plan, { peer, workload })])
    }
  }
  const entries = plan.systems.map((peer): Entry => {
    const excuse = excuseOf(peer, { workload, plan })
    return excuse ?? { kind: 'runs', peer, results: results.get(peer) ?? [] }
  })
  return { workload, entries }
}

async function runIn(
  { postgres, redis, seconds }: PeersPlan,
  run: { readonly peer: Peer; readonly workload: Workload },
): Promise<RunResult> {
  await using database = await freshDatabase(postgres)
  const place = { postgres: database.url, ...(redis !== undefined && { redis }) }
  // the database is dropped when this ends
  return await runOnce(run, { place, seconds })
}

function excuseOf(
  peer: Peer,
  { workload, plan }: { workload: Workload; plan: Pick<PeersPlan, 'redis'> },
): Entry | undefined {
  const why = peer.cannot[baseOf(workload)]
  if (why !== undefined) return { kind: 'cannot', peer, why }
  if (peer.on === 'redis' && plan.redis === undefined) {
    return { kind: 'not-run', peer, why: 'no Redis' }
  }
  return undefined
}
