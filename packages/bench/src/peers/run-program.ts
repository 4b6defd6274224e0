import type { RunRequest, RunResult } from './run-once.js'
import { SYSTEMS } from './systems.js'
import { WORKLOADS } from './workloads.js'

const request: RunRequest = JSON.parse(process.argv[2] ?? '')
const peer = SYSTEMS.find(({ name }) => name === request.peer)
const workload = WORKLOADS.find(({ id }) => id === request.workload)

if (!peer || !workload) throw new Error(`no ${request.workload} of ${request.peer}`)
tell(await run(workload.run(peer, request.scene)))

async function run(outcome: ReturnType<NonNullable<typeof workload>['run']>): Promise<RunResult> {
  try {
    return { kind: 'outcome', outcome: await outcome }
  } catch (problem) {
    return { kind: 'broken', why: problem instanceof Error ? problem.message : 'unexpected' }
  }
}

// timers that a library left behind do not keep the process
function tell(result: RunResult): void {
  process.send?.(result, () => process.exit(0))
}
