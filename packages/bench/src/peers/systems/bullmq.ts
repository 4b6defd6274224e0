import { type JobsOptions, Queue, Worker } from 'bullmq'
import { type Job, nameOf } from '../job.js'
import {
  type Handle,
  LEASE_SECONDS,
  type Peer,
  type PeerQueue,
  type PeerWorker,
  type Wants,
} from '../peer.js'
import type { Place } from '../place.js'

const QUEUE = 'levels'
const DAY_MS = 86_400_000
const PRO = '([groups are part of Pro](https://docs.bullmq.io/bullmq-pro/groups))'

/** BullMQ on Redis: a hundred jobs at once, all of a batch in one pipeline. */
export const bullmq: Peer = {
  name: 'BullMQ (Redis)',
  package: 'bullmq',
  on: 'redis',
  share: 1,
  isUnordered: true,
  cannot: {
    w4: `keeps no order by key ${PRO}`,
    w6: `keeps no order by key ${PRO}`,
    w8: 'a Redis has no snapshots that keep it from cleaning up',
    w14: 'no settings were found yet with which the last state arrives, so it is not judged',
  },
  open: async (place, wants) => queueOf(place, wants),
}

/** The same on a Redis that writes to the disk before it answers, as PostgreSQL does. */
export const durableBullmq: Peer = {
  ...bullmq,
  name: 'BullMQ (Redis with appendfsync always)',
  onOwnServers: true,
  // there the other one is on such a Redis, too
  absent: ['w4', 'w6', 'w7', 'w8', 'w9', 'w10', 'w11', 'w14'],
}

// the name of the database, so that runs on one Redis do not meet
function connectTo({ redis, postgres }: Place) {
  if (redis === undefined) throw new Error('BullMQ needs a Redis: set REDIS_URL')
  const { hostname, port, password, username } = new URL(redis)
  const connection = {
    host: hostname,
    port: Number(port || 6379),
    ...(username && { username }),
    ...(password && { password }),
    maxRetriesPerRequest: null,
  }
  return { connection, prefix: new URL(postgres).pathname.slice(1) }
}

function queueOf(place: Place, wants: Wants): PeerQueue {
  const jobs = new Queue<Job>(QUEUE, connectTo(place))
  jobs.on('error', () => undefined)
  const add = async (list: readonly Job[], later: Pick<JobsOptions, 'delay'>) => {
    const adds = list.map((data) => ({
      name: 'level',
      data,
      opts: { ...optionsOf(data, wants), ...later },
    }))
    const [only] = adds
    if (adds.length > 1 || !only) return void (await jobs.addBulk(adds))
    await jobs.add(only.name, only.data, only.opts)
  }
  return {
    rule: wants.newest ? 'newest' : 'each',
    ingest: (list) => add(list, {}),
    ingestLater: (list) => add(list, { delay: DAY_MS }),
    work: async (handle) => work(handle, { place, wants }),
    [Symbol.asyncDispose]: async () => {
      await jobs.obliterate({ force: true }).catch(() => undefined)
      await jobs.close()
    },
  }
}

function optionsOf(job: Job, { attempts = 1, unique, newest }: Wants): JobsOptions {
  return {
    attempts,
    backoff: { type: 'fixed', delay: 1_000 },
    removeOnFail: false,
    // a job that is to be known again has to be kept
    removeOnComplete: !unique,
    ...(unique && { jobId: nameOf(job) }),
    // https://docs.bullmq.io/guide/jobs/deduplication
    ...(newest && { deduplication: { id: job.id, replace: true, keepLastIfActive: true } }),
  }
}

async function work(
  handle: Handle,
  { place, wants: { slow } }: { place: Place; wants: Wants },
): Promise<PeerWorker> {
  const worker = new Worker<Job>(
    QUEUE,
    async ({ data }) => {
      await handle(data.id, Number(data.version))
    },
    {
      ...connectTo(place),
      concurrency: 100,
      maxStalledCount: 1_000,
      ...(slow && { lockDuration: LEASE_SECONDS * 1_000, stalledInterval: LEASE_SECONDS * 500 }),
    },
  )
  worker.on('error', () => undefined)
  await worker.waitUntilReady()
  return { settled: () => worker.close(), stop: () => worker.close() }
}
