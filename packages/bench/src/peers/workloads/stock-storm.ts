import { jobsOf } from '../job.js'
import { createLedger, judgeBooks } from '../ledger.js'
import { holds, pause } from '../within.js'
import { PATIENCE_SECONDS, type Workload } from '../workload.js'

const KEYS = 20
const ROUNDS_PER_SECOND = 25
const CALL_SECONDS = 0.005

/** Many changes of few keys, of which only the last matters. */
export const stockStorm: Workload = {
  id: 'w14',
  title: 'stock storm',
  about: `Each of ${KEYS} levels changes ${ROUNDS_PER_SECOND} times a second, while a call to the target takes ${CALL_SECONDS * 1_000} ms. In order, and the last state must arrive; the fewer calls for it, the better.`,
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, { newest: true, calls: true })
    const ledger = createLedger()
    const worker = await queue.work(async (key, version) => {
      ledger.begin(key, version)
      await pause(CALL_SECONDS)
      ledger.end(key)
    })
    const rounds = Math.max(3, Math.round(seconds * ROUNDS_PER_SECOND))
    const start = performance.now()
    for (let round = 1; round <= rounds; round += 1) {
      await queue.ingest(jobsOf({ count: KEYS, keys: KEYS, from: round }))
      await pause(Math.max(0, round / ROUNDS_PER_SECOND - (performance.now() - start) / 1_000))
    }
    const told = performance.now()
    const newest = new Map(Array.from({ length: KEYS }, (_, key) => [`K${key}`, rounds]))
    const judged = () => judgeBooks({ ...queue, rule: 'newest', ledger }, { newest })
    await holds(() => judged().lost === 0, PATIENCE_SECONDS / 4)
    const took = (performance.now() - told) / 1_000
    await worker.settled()
    await worker.stop()
    const figures = {
      'changes a key': rounds,
      'calls a key': ledger.done() / KEYS,
      's from the last change to its call': took,
    }
    return { figures, verdict: judged() }
  },
}
