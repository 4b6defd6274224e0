import { quantile } from '../../statistics.js'
import { judgeBook, recoveriesOf } from '../fleet/judge-book.js'
import { openFleet } from '../fleet/open-fleet.js'
import { type Fleet, type FleetWorker, startWorker } from '../fleet/worker.js'
import { newestOf } from '../job.js'
import { paced } from '../paced.js'
import { LEASE_SECONDS } from '../peer.js'
import { holds, pause } from '../within.js'
import { shareOf, type Workload } from '../workload.js'

const WORKERS = 2
const KEYS = 50
const PER_SECOND = 100
/** Seconds for one of `--seconds`: 12 at 4. */
const LASTS = 3
const KILL_EVERY_SECONDS = 2
/** What does not come in so many seconds after the last kill counts as lost. */
const WAIT_SECONDS = 30
/** For so long whoever was taken for dead may come again. */
const AFTERWARDS_SECONDS = 1

/** What becomes of jobs whose workers are killed. */
export const killedWorkers: Workload = {
  id: 'w9',
  title: `SIGKILL every ${KILL_EVERY_SECONDS} s`,
  about: `Two worker processes; each second ${PER_SECOND} jobs of ${KEYS} keys are ingested (DBOS: its share), and a call takes 100 ms, half of it after it was applied. Every ${KILL_EVERY_SECONDS} s one of the two is killed and started again at its place. A silent worker is given up after ${LEASE_SECONDS} s where that can be set (pg-boss, BullMQ), by Canonry when it was silent for 7.5 s (others look every 5 s), and by DBOS when a process with its name starts. The oracle counts what the outside system was told twice or out of order; what has not come ${WAIT_SECONDS} s after the last kill counts as lost. A kill's recovery is the time until somebody took up the last of the calls that the killed process had under way.`,
  onOwnServers: true,
  run: async (peer, { place, seconds }) => {
    const wants = { ordered: true, calls: true, each: true, attempts: 25, slow: true }
    await using fleet = await openFleet(peer, { place, wants })
    await using queue = await peer.open(place, wants)
    const count = shareOf(peer, PER_SECOND * LASTS * seconds)
    const newest = newestOf({ count, keys: KEYS })
    const crew = await startCrew(fleet)
    const sender = paced(queue, { count, keys: KEYS, seconds: LASTS * seconds })
    const kills = await killInTurns(crew, LASTS * seconds)
    const killed = performance.now()
    await sender.ended
    const judged = () =>
      judgeBook(fleet.book.read(), { newest, isUnordered: peer.isUnordered ?? false })
    await holds(() => judged().lost === 0, WAIT_SECONDS)
    const took = (performance.now() - killed) / 1_000
    await pause(AFTERWARDS_SECONDS)
    await Promise.all(crew.workers.map(async (worker) => (await worker).stop()))
    const verdict = judged()
    const recoveries = recoveriesOf(fleet.book.read())
    const figures = {
      jobs: count,
      kills,
      'applied twice': verdict.doubled,
      ...(recoveries.length > 0 && {
        'recovery p50 s': quantile(recoveries, 0.5),
        'longest recovery s': Math.max(...recoveries),
      }),
      ...(verdict.lost === 0 && { 's from the last kill to the last job': took }),
    }
    return { figures, verdict }
  },
}

interface Crew {
  readonly fleet: Fleet
  /** By place: who works there, or is being started. */
  readonly workers: Promise<FleetWorker>[]
}

async function startCrew(fleet: Fleet): Promise<Crew> {
  const places = Array.from({ length: WORKERS }, (_, place) => place)
  const workers = places.map((place) => startAt(fleet, { place, life: 1 }))
  await Promise.all(workers)
  return { fleet, workers }
}

function startAt(
  fleet: Fleet,
  { place, life }: { readonly place: number; readonly life: number },
): Promise<FleetWorker> {
  const worker = `place-${place}`
  return startWorker(fleet, { worker, life: `${worker}-${life}`, conduct: 'plain' })
}

async function killInTurns({ fleet, workers }: Crew, seconds: number): Promise<number> {
  const every = Math.min(KILL_EVERY_SECONDS, seconds / 2)
  const kills = Math.floor(seconds / every)
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(every)
    const place = kill % WORKERS
    const worker = await workers[place]
    await worker?.kill()
    workers[place] = startAt(fleet, { place, life: 2 + Math.floor(kill / WORKERS) })
  }
  return kills
}
