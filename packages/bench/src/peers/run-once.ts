import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { complaintOf } from './complaint-of.js'
import type { Peer } from './peer.js'
import type { Outcome, Scene, Workload } from './workload.js'

/** What one run came to: an outcome, or why there is none. */
export type RunResult =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'broken'; readonly why: string }

/** What the program of a run is told. */
export interface RunRequest {
  readonly peer: string
  readonly workload: string
  readonly scene: Scene
}

const PROGRAM = fileURLToPath(new URL('./run-program.ts', import.meta.url))

/** Runs a workload of a system in a process of its own: nobody inherits what another left behind. */
export async function runOnce(
  { peer, workload }: { readonly peer: Peer; readonly workload: Workload },
  scene: Scene,
): Promise<RunResult> {
  const request: RunRequest = { peer: peer.name, workload: workload.id, scene }
  const child = fork(PROGRAM, [JSON.stringify(request)], {
    // what libraries print is none of the report
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const complaint = complaintOf(child)
  let result: RunResult | undefined
  child.on('message', (message) => {
    result = message as RunResult
  })
  const [code] = await once(child, 'exit')
  return result ?? { kind: 'broken', why: `ended with ${code}: ${complaint()}` }
}
