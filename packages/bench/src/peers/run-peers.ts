import type { Peer } from './peer.js'
import { noPlaceFor, placeOf, type Run } from './place-of-run.js'
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
  /** The share of the rows that W7 lays beside, where 1 is a million; default 1. */
  readonly scale?: number
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
  const excuses = await excusesOf(workload, plan)
  const listed = plan.systems.filter(({ absent }) => !absent?.includes(baseOf(workload)))
  for (let repeat = 1; repeat <= (workload.once ? 1 : plan.repeats); repeat += 1) {
    for (const peer of listed.filter((each) => !excuses.has(each))) {
      plan.progress?.(`${workload.id} ${workload.title}: ${peer.name}, run ${repeat}`)
      results.set(peer, [...(results.get(peer) ?? []), await runIn(plan, { peer, workload })])
    }
  }
  const entries = listed.map(
    (peer): Entry => excuses.get(peer) ?? { kind: 'runs', peer, results: results.get(peer) ?? [] },
  )
  return { workload, entries }
}

async function runIn(plan: PeersPlan, run: Run): Promise<RunResult> {
  const { seconds, scale } = plan
  // what the run leaves behind goes with its place
  await using at = await placeOf(run, plan)
  return await runOnce(run, { place: at.place, seconds, ...(scale !== undefined && { scale }) })
}

async function excusesOf(workload: Workload, plan: PeersPlan): Promise<ReadonlyMap<Peer, Entry>> {
  const found = plan.systems.map(async (peer): Promise<readonly [Peer, Entry][]> => {
    const why = peer.cannot[baseOf(workload)]
    if (why !== undefined) return [[peer, { kind: 'cannot', peer, why }]]
    const absent = await noPlaceFor({ peer, workload }, plan)
    return absent === undefined ? [] : [[peer, { kind: 'not-run', peer, why: absent }]]
  })
  return new Map((await Promise.all(found)).flat())
}
