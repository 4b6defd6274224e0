import { inBatches, jobsOf } from './job.js'
import type { PeerQueue } from './peer.js'

const BATCH = 100

/** Ingests jobs of keys that nothing else has, so that what is measured next is no program's first call. */
export async function warmUp(
  queue: PeerQueue,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const jobs = jobsOf({ count, keys: count }).map((job) => ({ ...job, id: `WARM${job.id}` }))
  for (const batch of inBatches(jobs, BATCH)) await queue.ingest(batch)
  return new Map(jobs.map(({ id }) => [id, 1]))
}
