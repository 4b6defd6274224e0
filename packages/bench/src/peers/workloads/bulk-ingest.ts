import { costOf, perJob } from '../cost.js'
import { inBatches, jobsOf, newestOf } from '../job.js'
import { settle } from '../settle.js'
import { warmUp } from '../warm-up.js'
import { shareOf, type Workload } from '../workload.js'

const BATCH = 100

/** How fast many jobs are taken. */
export const bulkIngest: Workload = {
  id: 'w1',
  title: 'bulk ingest',
  about: `Jobs of distinct keys are ingested in calls of ${BATCH}, one call after the other, while no worker runs, after half as many have been ingested as a warm-up; afterwards all are handled, for the oracle.`,
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, {})
    const count = shareOf(peer, seconds * 4_000)
    const plan = { count, keys: count }
    const warm = await warmUp(queue, Math.ceil(count / 2))
    const batches = [...inBatches(jobsOf(plan), BATCH)]
    const cost = await costOf({ place, peer }, async () => {
      for (const batch of batches) await queue.ingest(batch)
    })
    const newest = new Map([...warm, ...newestOf(plan)])
    const { verdict } = await settle(queue, { peer, place, newest, jobs: newest.size })
    return { figures: { 'jobs/s': count / cost.seconds, ...perJob(cost, count) }, verdict }
  },
}
