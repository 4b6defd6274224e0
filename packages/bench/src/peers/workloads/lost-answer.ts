import { inBatches, jobsOf, newestOf } from '../job.js'
import { createLedger, judgeBooks } from '../ledger.js'
import { LostAnswer } from '../lost-answer.js'
import { finished } from '../settle.js'
import { pause, within } from '../within.js'
import { PATIENCE_SECONDS, shareOf, type Workload } from '../workload.js'

const LOST_SHARE = 10
const RETRIED_SECONDS = 5

/** What becomes of a call that was applied while its answer was lost. */
export const lostAnswer: Workload = {
  id: 'w15',
  title: 'lost answers',
  about:
    'Every tenth call is applied and then fails, as when a connection breaks. A job queue hands the job over again, and what does not look first applies it twice; the oracle counts the duplicates in the outside system, which must be none.',
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, { attempts: 3, calls: true })
    const count = shareOf(peer, seconds * 200)
    const plan = { count, keys: count }
    for (const batch of inBatches(jobsOf(plan), 100)) await queue.ingest(batch)
    const ledger = createLedger()
    const applied = new Set<string>()
    const handle = async (key: string, version: number) => {
      const isFirst = !applied.has(key)
      applied.add(key)
      ledger.begin(key, version)
      ledger.end(key)
      if (isFirst && Number(key.slice(1)) % LOST_SHARE === 0) throw new LostAnswer()
    }
    const start = performance.now()
    const worker = await queue.work(handle, (key) => applied.has(key))
    const isCut = !(await within(ledger.reaches(count), PATIENCE_SECONDS))
    // what is tried again comes later
    await pause(RETRIED_SECONDS)
    const isSettled = await within(
      finished(worker, { queue, ledger, jobs: count }),
      PATIENCE_SECONDS,
    )
    const took = (performance.now() - start) / 1_000
    await worker.stop()
    const expected = { newest: newestOf(plan), isUnordered: true, isCut: isCut || !isSettled }
    const verdict = judgeBooks({ ...queue, ledger }, expected)
    const lost = Math.ceil(count / LOST_SHARE)
    return {
      figures: { 'answers lost': lost, 'applied twice': verdict.doubled, 's until settled': took },
      verdict,
    }
  },
}
