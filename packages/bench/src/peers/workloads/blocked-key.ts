import { inBatches, jobsOf, newestOf } from '../job.js'
import { createLedger, judgeBooks } from '../ledger.js'
import { Refused } from '../refused.js'
import { finished } from '../settle.js'
import { within } from '../within.js'
import { PATIENCE_SECONDS, shareOf, type Workload } from '../workload.js'

const KEYS = 1_000
const BLOCKED = 'K0'

/** What one key that always fails does to all others. */
export const blockedKey: Workload = {
  id: 'w6',
  title: 'one blocked key among 1,000',
  about:
    'Ordered jobs of 1,000 keys wait; every job of one key is refused, again and again. Every version is a call of its own, for Canonry too, whose effects are events here, sent once each and never conflated. The figures are those of the healthy keys: how many reach their newest version in a second, and by how many calls.',
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, {
      ordered: true,
      attempts: 25,
      calls: true,
      each: true,
    })
    const count = shareOf(peer, seconds * 4_000)
    const plan = { count, keys: Math.min(KEYS, count) }
    for (const batch of inBatches(jobsOf(plan), 500)) await queue.ingest(batch)
    const newest = new Map([...newestOf(plan)].filter(([key]) => key !== BLOCKED))
    const healthy = [...newest.values()].reduce((sum, versions) => sum + versions, 0)
    const ledger = createLedger()
    const start = performance.now()
    const worker = await queue.work(async (key, version) => {
      if (key === BLOCKED) throw new Refused()
      ledger.begin(key, version)
      await new Promise((resolve) => setImmediate(resolve))
      ledger.end(key)
    })
    const given = { queue, ledger, jobs: healthy }
    const isCut = !(await within(finished(worker, given), PATIENCE_SECONDS))
    const took = (performance.now() - start) / 1_000
    await worker.stop()
    const verdict = judgeBooks({ ...queue, ledger }, { newest, isCut })
    const note = `broken off after ${PATIENCE_SECONDS} s, with ${ledger.done()} of ${healthy} jobs done`
    const figures = {
      ...(isCut ? {} : { 'healthy keys/s': newest.size / took }),
      'healthy calls/s': ledger.done() / took,
    }
    return { figures, verdict, ...(isCut ? { note } : {}) }
  },
}
