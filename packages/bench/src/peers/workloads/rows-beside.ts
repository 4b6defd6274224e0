import { analyze } from '../database.js'
import { inBatches, type Job, jobsOf } from '../job.js'
import { createLedger, type Ledger, type Verdict } from '../ledger.js'
import type { Peer, PeerQueue } from '../peer.js'
import { Refused } from '../refused.js'
import { atOnce } from '../settle.js'
import { holds, within } from '../within.js'
import { PATIENCE_SECONDS, type Scene, shareOf, type Workload } from '../workload.js'

const FUTURE = 1_000_000
const PARKED = 100_000
const BATCH = 500
const FULL_PATIENCE_SECONDS = 1_800

/** Whether what is not to be done slows down what is. */
export const rowsBeside: Workload = {
  id: 'w7',
  title: 'a drain beside rows that are not due',
  about:
    'The same number of jobs of distinct keys is ingested and drained twice: in a queue that is empty otherwise, and beside jobs that are not due before tomorrow (for Canonry, effects that wait for something that does not come) and jobs that failed for good and are kept for a person (exceptions). At `--scale 1` these are 1,000,000 and 100,000; the table says how many it were. What is not due and comes anyway counts as out of order.',
  once: true,
  onOwnServers: true,
  run: async (peer, scene) => {
    await using queue = await peer.open(scene.place, { calls: true, attempts: 1 })
    const count = shareOf(peer, scene.seconds * 4_000)
    const drains = { peer, queue, scene, count }
    await drained('WARM', { ...drains, count: Math.ceil(count / 4) })
    const alone = await drained('ALONE', drains)
    const beside = await layBeside(drains)
    const slowed = await drained('BESIDE', drains)
    const figures = {
      'future rows': beside.future,
      'parked rows': beside.parked,
      'alone: jobs/s': alone.perSecond,
      'beside: jobs/s': slowed.perSecond,
      'slower by %': (1 - slowed.perSecond / alone.perSecond) * 100,
    }
    const note = slowed.note ?? alone.note
    const verdict = sumOf([alone.verdict, beside.verdict, slowed.verdict])
    return { figures, verdict, ...(note !== undefined && { note }) }
  },
}

interface Drains {
  readonly peer: Peer
  readonly queue: PeerQueue
  readonly scene: Scene
  readonly count: number
}

interface Drained {
  readonly perSecond: number
  readonly verdict: Verdict
  /** Present when it was broken off. */
  readonly note?: string
}

async function drained(name: string, { queue, scene, count }: Drains): Promise<Drained> {
  const jobs = named(name, count)
  await ingest(jobs, queue.ingest)
  await analyze(scene.place)
  const ledger = createLedger()
  const worker = await queue.work(atOnce(ledger))
  const start = performance.now()
  const isCut = !(await within(ledger.reaches(count), PATIENCE_SECONDS))
  const [done, took] = [ledger.done(), (performance.now() - start) / 1_000]
  await within(worker.settled(), PATIENCE_SECONDS)
  await worker.stop()
  const note = `${name}: broken off after ${PATIENCE_SECONDS} s, with ${done} of ${count} jobs done`
  const verdict = judged(jobs, { ledger, isCut })
  return { perSecond: done / took, verdict, ...(isCut && { note }) }
}

async function layBeside({ peer, queue, scene: { scale = 1 } }: Drains) {
  const parked = named('PARKED', shareOf(peer, PARKED * scale))
  const later = named('FUTURE', shareOf(peer, FUTURE * scale))
  const refused = new Set<string>()
  let early = 0
  const worker = await queue.work((key) => {
    if (!key.startsWith('PARKED')) {
      early += 1
      return
    }
    refused.add(key)
    throw new Refused()
  })
  await ingest(parked, queue.ingest)
  await ingest(later, queue.ingestLater)
  const isParked = await holds(() => refused.size >= parked.length, FULL_PATIENCE_SECONDS)
  await worker.settled()
  await worker.stop()
  const lost = isParked ? 0 : parked.length - refused.size
  const verdict: Verdict = { lost, doubled: 0, inverted: early, overlapped: 0 }
  return { future: later.length, parked: refused.size, verdict }
}

function named(name: string, count: number): readonly Job[] {
  return jobsOf({ count, keys: count }).map((job) => ({ ...job, id: `${name}${job.id}` }))
}

async function ingest(jobs: readonly Job[], give: PeerQueue['ingest']): Promise<void> {
  for (const batch of inBatches(jobs, BATCH)) await give(batch)
}

function judged(
  jobs: readonly Job[],
  { ledger, isCut }: { ledger: Ledger; isCut: boolean },
): Verdict {
  const newest = new Map(jobs.map(({ id }) => [id, 1]))
  return ledger.judge({ newest, rule: 'each', isCut, isUnordered: true })
}

function sumOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((sum, each) => ({
    lost: sum.lost + each.lost,
    doubled: sum.doubled + each.doubled,
    inverted: sum.inverted + each.inverted,
    overlapped: sum.overlapped + each.overlapped,
  }))
}
