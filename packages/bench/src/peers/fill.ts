import { systemEnv } from '@canonry/pack'
import { inBatches, jobsOf } from './job.js'
import { createLedger } from './ledger.js'
import type { PeerQueue } from './peer.js'

const DAY_MS = 86_400_000
const BATCH = 1_000

/** Fills a queue through its own calls: with jobs that are due tomorrow, and jobs that fail. */
export async function fillByCalls(
  queue: Pick<PeerQueue, 'ingest' | 'work'>,
  { future, parked }: { future: number; parked: number },
): Promise<void> {
  const failing = createLedger()
  for (const batch of inBatches(jobsOf({ count: parked, keys: parked }), BATCH)) {
    await queue.ingest(batch)
  }
  const worker = await queue.work((key, version) => {
    failing.begin(key, version)
    failing.end(key)
    throw new Error('refused for good')
  })
  await failing.reaches(parked)
  await worker.settled()
  await worker.stop()
  for (let first = 0; first < future; first += BATCH) {
    const count = Math.min(BATCH, future - first)
    const at = new Date(systemEnv().now() + DAY_MS)
    await queue.ingest(jobsOf({ count, keys: count, from: 2 + first / BATCH }), { at })
  }
}
