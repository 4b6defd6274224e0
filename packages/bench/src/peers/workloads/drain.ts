import { perJob } from '../cost.js'
import { inBatches, type JobPlan, jobsOf, newestOf } from '../job.js'
import type { Peer } from '../peer.js'
import { settle } from '../settle.js'
import { type Outcome, type Scene, shareOf, type Workload } from '../workload.js'

const BATCH = 500

/** How fast jobs are handed over that wait for it. */
export const drain: Workload = {
  id: 'w3',
  title: 'drain, in any order',
  about: 'Jobs of distinct keys wait; a handler that only writes down takes them all.',
  run: (peer, scene) => {
    const count = shareOf(peer, scene.seconds * 4_000)
    return drained(peer, { scene, plan: { count, keys: count }, isOrdered: false })
  },
}

/** The same where the jobs of a key must come in order, one at a time. */
export const orderedDrains: readonly Workload[] = [
  ordered('w4a', { title: '1,000 keys', keys: () => 1_000 }),
  ordered('w4b', { title: 'two jobs a key', keys: (jobs) => jobs / 2 }),
  ordered('w4c', { title: 'all keys distinct', keys: (jobs) => jobs }),
]

function ordered(
  id: string,
  { title, keys }: { title: string; keys: (jobs: number) => number },
): Workload {
  return {
    id,
    title: `drain, in order by key: ${title}`,
    about:
      'Jobs wait; those of a key are handed over in order, one at a time, to a handler that lets others go first once.',
    run: (peer, scene) => {
      const count = shareOf(peer, scene.seconds * 4_000)
      const plan = { count, keys: Math.min(count, Math.ceil(keys(count))) }
      return drained(peer, { scene, plan, isOrdered: true })
    },
  }
}

async function drained(
  peer: Peer,
  { scene, plan, isOrdered }: { scene: Scene; plan: JobPlan; isOrdered: boolean },
): Promise<Outcome> {
  const { place } = scene
  await using queue = await peer.open(place, { ordered: isOrdered })
  for (const batch of inBatches(jobsOf(plan), BATCH)) await queue.ingest(batch)
  const given = { peer, place, newest: newestOf(plan), jobs: plan.count, isOrdered }
  const { cost, verdict, done, note } = await settle(queue, given)
  const figures = { 'jobs/s': done / cost.seconds, ...perJob(cost, done) }
  return { figures, verdict, ...(note === undefined ? {} : { note }) }
}
