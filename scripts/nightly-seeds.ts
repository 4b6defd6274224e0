/**
 * The second of the long proofs: the simulated retail worlds with seeds that the pull request does
 * not run. `nightly-seeds.ts <first> <last>`; by default a million, from 10,001 on.
 */
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { SimulationFailure, simulate } from '../packages/sync/src/testing/index.js'
import { provable } from '../packages/sync/test/simulation/provable.js'
import { RETAIL } from '../packages/sync/test/simulation/retail-variants.js'

const AT_ONCE = 500
const TOLD_EVERY = 10_000
const worlds = Object.keys(RETAIL) as (keyof typeof RETAIL)[]

if (isMainThread) await runAll()
else await runShare(workerData)

interface Share {
  readonly first: number
  readonly last: number
  readonly index: number
  readonly of: number
}

async function runAll(): Promise<void> {
  const [first = 10_001, last = 1_010_000] = process.argv.slice(2).map(Number)
  const of = availableParallelism()
  const shares = Array.from({ length: of }, (_, index) => ({ first, last, index, of }))
  const progress = createProgress()
  const codes = await Promise.all(shares.map((share) => runWorker(share, progress)))
  const failed = codes.filter((code) => code !== 0).length
  console.log(`seeds ${first} to ${last}: ${failed === 0 ? 'every promise kept' : 'FAILED'}`)
  process.exit(failed === 0 ? 0 : 1)
}

/** Counts seeds, and tells how many there were now and then: who breaks it off knows what was tried. */
function createProgress(): (seeds: number) => void {
  let tried = 0
  return (seeds) => {
    const before = Math.floor(tried / TOLD_EVERY)
    tried += seeds
    if (Math.floor(tried / TOLD_EVERY) > before) console.log(`${tried} seeds tried`)
  }
}

function runWorker(share: Share, tried: (seeds: number) => void): Promise<number> {
  const worker = new Worker(new URL(import.meta.url), { workerData: share })
  worker.on('message', tried)
  return new Promise((resolve) => worker.on('exit', resolve))
}

async function runShare({ first, last, index, of }: Share): Promise<void> {
  for (let begin = first + index * AT_ONCE; begin <= last; begin += of * AT_ONCE) {
    const seeds = [begin, Math.min(last, begin + AT_ONCE - 1)] as const
    const world = worlds[Math.floor(begin / AT_ONCE) % worlds.length] ?? 'plain'
    await told(simulate({ ...provable(world), seeds }))
    parentPort?.postMessage(seeds[1] - begin + 1)
  }
}

async function told(run: Promise<{ seedsPerSecond: number }>): Promise<void> {
  try {
    await run
  } catch (problem) {
    console.log(problem instanceof SimulationFailure ? problem.message : problem)
    process.exitCode = 1
  }
}
