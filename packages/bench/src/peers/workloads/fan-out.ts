import { inBatches, jobOf, jobsOf } from '../job.js'
import { createLedger } from '../ledger.js'
import { finished } from '../settle.js'
import { within } from '../within.js'
import { PATIENCE_SECONDS, shareOf, type Workload } from '../workload.js'

const TARGETS = 10

/** One job that becomes ten. */
export const fanOut: Workload = {
  id: 'w13',
  title: 'fan-out to ten targets',
  about: `Jobs wait, each of which is to reach ${TARGETS} targets. Canonry decides on ten effects in one transaction; of the others, a handler ingests ten jobs in one call, which is not one transaction with its own end.`,
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, { targets: TARGETS, calls: true })
    const count = shareOf(peer, seconds * 400)
    const jobs = jobsOf({ count, keys: count })
    const newest = new Map(jobs.flatMap(({ id }) => targetsOf(id).map((name) => [name, 1])))
    for (const batch of inBatches(jobs, 100)) await queue.ingest(batch)
    const ledger = createLedger()
    const start = performance.now()
    const worker = await queue.work(async (key, version) => {
      if (!key.includes('@')) return queue.ingest(targetsOf(key).map((name) => jobOf(name, 1)))
      ledger.begin(key, version)
      ledger.end(key)
    })
    const given = { queue, ledger, jobs: count * TARGETS }
    const isCut = !(await within(finished(worker, given), PATIENCE_SECONDS))
    const took = (performance.now() - start) / 1_000
    await worker.stop()
    const verdict = ledger.judge({ newest, rule: queue.rule, isCut, isUnordered: true })
    return { figures: { 'deliveries/s': ledger.done() / took }, verdict }
  },
}

function targetsOf(key: string): readonly string[] {
  return Array.from({ length: TARGETS }, (_, index) => `${key}@${index}`)
}
