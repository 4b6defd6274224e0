import { quantile } from '../../statistics.js'
import { jobOf } from '../job.js'
import { createLedger, judgeBooks, type Ledger } from '../ledger.js'
import type { PeerQueue } from '../peer.js'
import { holds, pause, within } from '../within.js'
import { PATIENCE_SECONDS, type Workload } from '../workload.js'

const IDLE_JOBS = 40
const CALLERS = 16
const LOAD = 0.3

/** How soon a job is handed over. */
export const latency: Workload = {
  id: 'w5',
  title: 'from ingest to handler',
  about: `Single jobs, from the call that ingests one to the begin of its handler: while nothing else happens (a job every 50 ms at most), and at ${LOAD * 100} % of what ${CALLERS} callers get through end to end. For Canonry the handler is the flow, which decides before its transaction commits.`,
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, { prompt: true })
    const watch = createWatch(queue)
    const worker = await queue.work(watch.handle)
    const idle = await idleTimes(watch, seconds)
    const capacity = await capacityOf(watch, seconds / 2)
    const loaded = await loadedTimes(watch, { perSecond: capacity * LOAD, seconds })
    await worker.settled()
    await worker.stop()
    const isCut = watch.ledger.done() < watch.given()
    const note = `broken off with ${watch.ledger.done()} of ${watch.given()} jobs done`
    const newest = new Map(Array.from({ length: watch.given() }, (_, key) => [`K${key}`, 1]))
    const books = { ...queue, ledger: watch.ledger }
    const verdict = judgeBooks(books, { newest, isUnordered: true, isCut })
    const figures = {
      'idle p50 ms': quantile(idle, 0.5),
      'idle p99 ms': quantile(idle, 0.99),
      'end to end jobs/s': capacity,
      'loaded p50 ms': quantile(loaded, 0.5),
      'loaded p99 ms': quantile(loaded, 0.99),
    }
    return { figures, verdict, ...(isCut && { note }) }
  },
}

interface Watch {
  readonly ledger: Ledger
  readonly handle: (key: string, version: number) => void
  /** Ingests the next job. */
  give(): Promise<void>
  /** How many were given. */
  given(): number
  /** The times of the jobs that were handed over since it was asked last. */
  times(): readonly number[]
}

function createWatch(queue: PeerQueue): Watch {
  const ledger = createLedger()
  const starts = new Map<string, number>()
  let times: number[] = []
  let next = 0
  return {
    ledger,
    handle: (key, version) => {
      times.push(performance.now() - (starts.get(key) ?? Number.NaN))
      ledger.begin(key, version)
      ledger.end(key)
    },
    give: () => {
      const job = jobOf(`K${next}`, 1)
      next += 1
      starts.set(job.id, performance.now())
      return queue.ingest([job])
    },
    given: () => next,
    times: () => {
      const found = times
      times = []
      return found
    },
  }
}

async function idleTimes(watch: Watch, seconds: number): Promise<readonly number[]> {
  for (let job = 0; job < Math.min(IDLE_JOBS, 10 * seconds); job += 1) {
    await pause(0.02 + (job % 7) / 200)
    await watch.give()
    await within(watch.ledger.reaches(watch.given()), PATIENCE_SECONDS)
  }
  return watch.times()
}

async function capacityOf(watch: Watch, seconds: number): Promise<number> {
  const [first, start] = [watch.given(), performance.now()]
  const call = async () => {
    while (performance.now() - start < seconds * 1_000) await watch.give()
  }
  await Promise.all(Array.from({ length: CALLERS }, call))
  await within(watch.ledger.reaches(watch.given()), PATIENCE_SECONDS)
  watch.times()
  return ((watch.given() - first) * 1_000) / (performance.now() - start)
}

// given when they are due, whatever became of those before
async function loadedTimes(
  watch: Watch,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<readonly number[]> {
  const [first, start] = [watch.given(), performance.now()]
  const calls: Promise<void>[] = []
  const due = () => ((performance.now() - start) / 1_000) * perSecond
  while (performance.now() - start < seconds * 1_000) {
    while (watch.given() - first < due()) calls.push(watch.give())
    await pause(0.001)
  }
  await Promise.all(calls)
  await holds(() => watch.ledger.done() >= watch.given(), PATIENCE_SECONDS)
  return watch.times()
}
