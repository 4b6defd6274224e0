import { jobOf, nameOf, newestOf } from '../job.js'
import { createLedger, judgeBooks, type Ledger } from '../ledger.js'
import { paced } from '../paced.js'
import { restartServer } from '../servers/own-servers.js'
import { holds, pause, within } from '../within.js'
import { shareOf, type Workload } from '../workload.js'

const KEYS = 50
const PER_SECOND = 200
const CALL_SECONDS = 0.01
/** Seconds before the restart and after it for one of `--seconds`. */
const PART = 1.5
/** What does not come in so many seconds after the last job was given counts as lost. */
const WAIT_SECONDS = 30

/** What a server that crashes and comes back does to jobs that are under way. */
export const serverRestart: Workload = {
  id: 'w10',
  title: 'the server restarts in the middle',
  about: `Each second ${PER_SECOND} jobs of ${KEYS} keys are ingested (DBOS: its share), and a call takes ${CALL_SECONDS * 1_000} ms, half of it after it was applied. In the middle the server is ended without warning (\`immediate\`; the Redis of BullMQ by SIGKILL, with appendfsync always) and started again. What cannot be ingested is ingested again until it is. The oracle counts calls that were applied twice or out of order; what has not come ${WAIT_SECONDS} s after the last job counts as lost (graphile-worker gives back what was locked after four hours).`,
  onOwnServers: true,
  run: async (peer, { place, seconds }) => {
    const wants = { ordered: true, calls: true, each: true, unique: true, attempts: 25, slow: true }
    await using queue = await peer.open(place, wants)
    const ledger = createLedger()
    const calls = callsInto(ledger)
    const worker = await queue.work(calls.handle, calls.look)
    const count = shareOf(peer, PER_SECOND * PART * 2 * seconds)
    const sender = paced(queue, { count, keys: KEYS, seconds: PART * 2 * seconds })
    await pause(PART * seconds)
    const crash = performance.now()
    await restartServer(place, peer)
    const back = performance.now()
    await sender.ended
    const told = performance.now()
    const newest = newestOf({ count, keys: KEYS })
    const isUnordered = peer.isUnordered ?? false
    const judged = () => judgeBooks({ ...queue, ledger }, { newest, isUnordered })
    await holds(() => judged().lost === 0, WAIT_SECONDS)
    await within(worker.settled(), WAIT_SECONDS)
    await within(worker.stop(), WAIT_SECONDS)
    const figures = {
      jobs: count,
      's server away': (back - crash) / 1_000,
      'longest s without an ingest': longestGap(sender.taken()),
      'longest s without a call': longestGap(calls.times().filter((time) => time < told)),
      'ingests that failed': sender.failed(),
      'handled twice': judged().doubled,
    }
    return { figures, verdict: judged() }
  },
}

function callsInto(ledger: Ledger) {
  const [applied, times] = [new Set<string>(), [] as number[]]
  return {
    handle: async (key: string, version: number) => {
      times.push(performance.now())
      ledger.begin(key, version)
      await pause(CALL_SECONDS / 2)
      applied.add(nameOf(jobOf(key, version)))
      await pause(CALL_SECONDS / 2)
      ledger.end(key)
    },
    look: (key: string, version: number) => applied.has(nameOf(jobOf(key, version))),
    times: () => times,
  }
}

function longestGap(times: readonly number[]): number {
  const gaps = times.map((time, index) => time - (times[index - 1] ?? time))
  return Math.max(0, ...gaps) / 1_000
}
