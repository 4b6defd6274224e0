import { type JobsOptions, Queue, Worker } from 'bullmq'
import { type Job, nameOf } from '../job.js'
import type { Handle, Peer, PeerQueue, PeerWorker, Place, Wants } from '../peer.js'

const QUEUE = 'levels'
const PRO = '([groups are part of Pro](https://docs.bullmq.io/bullmq-pro/groups))'

/** BullMQ on Redis: a hundred jobs at once, all of a batch in one pipeline. */
export const bullmq: Peer = {
  name: 'BullMQ (Redis)',
  package: 'bullmq',
  on: 'redis',
  share: 1,
  cannot: {
    w4: `keeps no order by key ${PRO}`,
    w6: `keeps no order by key ${PRO}`,
    w14: 'no settings were found yet with which the last state arrives, so it is not judged',
  },
  open: async (place, wants) => queueOf(place, wants),
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
  return {
    rule: wants.newest ? 'newest' : 'each',
    ingest: async (list) => {
      const adds = list.map((data) => ({
        name: 'level',
        data,
        opts: optionsOf(data, wants),
      }))
      const [only] = adds
      if (adds.length > 1 || !only) return void (await jobs.addBulk(adds))
      await jobs.add(only.name, only.data, only.opts)
    },
    work: async (handle) => work(handle, place),
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

async function work(handle: Handle, place: Place): Promise<PeerWorker> {
  const worker = new Worker<Job>(
    QUEUE,
    async ({ data }) => {
      await handle(data.id, Number(data.version))
    },
    {
      ...connectTo(place),
      concurrency: 100,
      maxStalledCount: 1_000,
    },
  )
  worker.on('error', () => undefined)
  await worker.waitUntilReady()
  return { settled: () => worker.close(), stop: () => worker.close() }
}
