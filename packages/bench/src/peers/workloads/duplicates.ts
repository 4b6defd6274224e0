import { inBatches, type Job, jobsOf, newestOf } from '../job.js'
import { createLedger, judgeBooks } from '../ledger.js'
import { atOnce } from '../settle.js'
import { pause, within } from '../within.js'
import { PATIENCE_SECONDS, shareOf, type Workload } from '../workload.js'

const BATCH = 100
const SHARE = 0.2
const AFTERWARDS_SECONDS = 1

/** Whether what is told twice is done once. */
export const duplicates: Workload = {
  id: 'w12',
  title: '20 % duplicates',
  about:
    'Jobs are ingested while a worker runs, and every fifth of them once more when all are done, as a sender does that missed the answer. The oracle counts what was handed over twice.',
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, { unique: true, calls: true })
    const count = shareOf(peer, seconds * 2_000)
    const plan = { count, keys: count }
    const jobs = jobsOf(plan)
    const ledger = createLedger()
    const worker = await queue.work(atOnce(ledger))
    const start = performance.now()
    for (const batch of inBatches(jobs, BATCH)) await queue.ingest(batch)
    const isCut = !(await within(ledger.reaches(count), PATIENCE_SECONDS))
    for (const batch of inBatches(again(jobs), BATCH)) await queue.ingest(batch)
    const took = (performance.now() - start) / 1_000
    await pause(AFTERWARDS_SECONDS)
    await worker.stop()
    const expected = { newest: newestOf(plan), isCut, isUnordered: true }
    const verdict = judgeBooks({ ...queue, ledger }, expected)
    const calls = count * (1 + SHARE)
    return { figures: { 'ingests/s': calls / took, 'handled again': verdict.doubled }, verdict }
  },
}

function again(jobs: readonly Job[]): readonly Job[] {
  return jobs.filter((_, index) => index % (1 / SHARE) === 0)
}
