import { systemEnv } from '@canonry/pack'
import { type Job as BossJob, PgBoss, type QueueOptions } from 'pg-boss'
import { inBatches, type Job, nameOf } from '../job.js'
import {
  type Handle,
  LEASE_SECONDS,
  type Peer,
  type PeerQueue,
  type PeerWorker,
  type Wants,
} from '../peer.js'
import type { Place } from '../place.js'
import { uuidOf } from '../uuid-of.js'

const QUEUE = 'levels'
const BATCH = 500
const LOOPS = 2
const DAY_SECONDS = 86_400

/** pg-boss: batches that are fetched and completed, which is the fastest that it documents. */
export const pgBoss: Peer = {
  name: 'pg-boss',
  package: 'pg-boss',
  on: 'postgres',
  share: 1,
  cannot: {},
  open: async (place, wants) => {
    const boss = await start(place, wants)
    const policy = policyOf(wants)
    await boss.createQueue(QUEUE, {
      ...settings(wants),
      partition: true,
      ...(policy && { policy }),
      ...(wants.prompt && { notify: true }),
    })
    return queueOf(boss, wants)
  },
}

async function start({ postgres }: Place, { prompt, slow }: Wants): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: postgres,
    max: 12,
    schedule: false,
    // looks for jobs whose time is over as often as it may
    ...(slow
      ? { supervise: true, superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 }
      : { supervise: false }),
    ...(prompt && { useListenNotify: true }),
  })
  // a server that restarts is tried again
  boss.on('error', () => undefined)
  await boss.start()
  return boss
}

// https://pgboss.io/api/queues: orders within a key, and one job that waits for each key
function policyOf({ ordered, newest }: Wants): string | undefined {
  if (ordered) return 'key_strict_fifo'
  return newest ? 'stately' : undefined
}

function settings({ attempts = 1, slow }: Wants): QueueOptions {
  return {
    retryLimit: attempts - 1,
    retryDelay: 1,
    ...(slow && { expireInSeconds: LEASE_SECONDS }),
  }
}

function queueOf(boss: PgBoss, wants: Wants): PeerQueue {
  const insert = async (jobs: readonly Job[], later: { readonly startAfter?: number }) => {
    const inserts = jobs.map((data) => ({
      data,
      ...(wants.unique && { id: uuidOf(nameOf(data)) }),
      ...(wants.ordered && { singletonKey: data.id }),
      ...later,
    }))
    const [only] = inserts
    if (inserts.length > 1 || !only) return void (await boss.insert(QUEUE, inserts))
    const { data, ...options } = only
    await boss.send(QUEUE, data, options)
  }
  return {
    rule: wants.newest ? 'newest' : 'each',
    ingest: (jobs) => (wants.newest ? renew(boss, jobs) : insert(jobs, {})),
    ingestLater: (jobs) => insert(jobs, { startAfter: DAY_SECONDS }),
    work: async (handle) => {
      if (wants.slow) return eachByItself(boss, handle)
      return wants.prompt ? prompt(boss, handle) : inLoops(boss, handle)
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  }
}

const IN_FLIGHT = 16

// there is no call for many
async function renew(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  for (const part of inBatches(jobs, IN_FLIGHT)) {
    await Promise.all(part.map((data) => boss.upsert(QUEUE, data, { singletonKey: data.id })))
  }
}

async function prompt(boss: PgBoss, handle: Handle): Promise<PeerWorker> {
  // what is notified of is fetched at once; under load it polls twice a second, as often as it may
  const options = { batchSize: 100, pollingIntervalSeconds: 0.5, localConcurrency: 8 }
  await boss.work<Job>(QUEUE, options, async (jobs) => {
    for (const { data } of jobs) await handle(data.id, Number(data.version))
  })
  return {
    settled: async () => undefined,
    stop: () => boss.offWork(QUEUE, { wait: true }),
  }
}

const EMPTY_MS = 2

type Claimed = BossJob<Job>

async function inLoops(boss: PgBoss, handle: Handle): Promise<PeerWorker> {
  const env = systemEnv()
  let isOn = true
  const loop = async () => {
    while (isOn) {
      const jobs = await fetch(boss, BATCH)
      await handleAll(boss, { jobs, handle })
      if (jobs.length === 0) await env.sleep(EMPTY_MS)
    }
  }
  const loops = Promise.all(Array.from({ length: LOOPS }, loop))
  const stop = async () => {
    isOn = false
    await loops
  }
  return { settled: stop, stop }
}

// a server that is away answers nothing
async function fetch(boss: PgBoss, batchSize: number): Promise<readonly Claimed[]> {
  try {
    return await boss.fetch<Job>(QUEUE, { batchSize })
  } catch {
    return []
  }
}

async function handleAll(
  boss: PgBoss,
  { jobs, handle }: { jobs: readonly Claimed[]; handle: Handle },
): Promise<void> {
  const failed: Claimed[] = []
  const done: Claimed[] = []
  const tell = async (job: Claimed) => {
    try {
      await handle(job.data.id, Number(job.data.version))
      done.push(job)
    } catch {
      failed.push(job)
    }
  }
  await Promise.all(jobs.map(tell))
  // as they were fetched, so that whoever lost a job in between cannot end it
  if (done.length > 0) await boss.complete(QUEUE, done).catch(() => undefined)
  if (failed.length > 0) await boss.fail(QUEUE, failed).catch(() => undefined)
}

const LOOK_AGAIN_MS = 20

async function eachByItself(boss: PgBoss, handle: Handle): Promise<PeerWorker> {
  const open = new Set<Promise<void>>()
  let isOn = true
  const begin = (job: Claimed) => {
    const ending = handleAll(boss, { jobs: [job], handle }).finally(() => open.delete(ending))
    open.add(ending)
  }
  const run = async () => {
    while (isOn) {
      const jobs = open.size < IN_FLIGHT ? await fetch(boss, IN_FLIGHT - open.size) : []
      for (const job of jobs) begin(job)
      if (jobs.length === 0) await systemEnv().sleep(LOOK_AGAIN_MS)
    }
    await Promise.all(open)
  }
  const running = run()
  const stop = async () => {
    isOn = false
    await running
  }
  return { settled: stop, stop }
}
