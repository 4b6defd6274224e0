import { systemEnv } from '@canonry/pack'
import {
  type AddJobsJobSpec,
  Logger,
  makeWorkerUtils,
  type RunnerOptions,
  run,
  type WorkerUtils,
} from 'graphile-worker'
import { type Job, nameOf } from '../job.js'
import type { Handle, Peer, PeerQueue, PeerWorker, Wants } from '../peer.js'
import type { Place } from '../place.js'

const LOGGER = new Logger(() => () => undefined)
const TASK = 'level'
const AGAIN_MS = 1_000
const DAY_MS = 86_400_000
const HOURS =
  'gives back what a killed worker held after four hours, a fixed time ([outside Pro](https://worker.graphile.org/docs/error-handling))'

/** Graphile Worker with its local queue, the fastest that its documentation knows. */
export const graphileWorker: Peer = {
  name: 'graphile-worker',
  package: 'graphile-worker',
  on: 'postgres',
  share: 1,
  cannot: { w9: HOURS, w11: HOURS },
  open: async (place, wants) => {
    const utils = await makeWorkerUtils({ connectionString: place.postgres, logger: LOGGER })
    await utils.migrate()
    return queueOf(utils, { place, wants })
  },
}

function queueOf(utils: WorkerUtils, { place, wants }: { place: Place; wants: Wants }): PeerQueue {
  const ingest = async (specs: readonly AddJobsJobSpec[]) => {
    const [only] = specs
    if (specs.length > 1 || !only) return void (await utils.addJobs([...specs]))
    const { identifier, payload, ...options } = only
    await utils.addJob(identifier, payload, options)
  }
  return {
    rule: wants.newest ? 'newest' : 'each',
    ingest: (jobs) => ingest(jobs.map((job) => specOf(job, wants))),
    ingestLater: (jobs) => {
      const runAt = new Date(systemEnv().now() + DAY_MS)
      return ingest(jobs.map((job) => ({ ...specOf(job, wants), runAt })))
    },
    work: (handle) => work(handle, { place, wants }),
    [Symbol.asyncDispose]: async () => {
      await utils.release()
    },
  }
}

function specOf(payload: Job, { ordered, unique, newest, attempts = 1 }: Wants): AddJobsJobSpec {
  return {
    identifier: TASK,
    payload,
    maxAttempts: attempts,
    ...(ordered && { queueName: payload.id }),
    ...(unique && { jobKey: nameOf(payload) }),
    ...(newest && { jobKey: payload.id, queueName: payload.id }),
  }
}

async function work(
  handle: Handle,
  { place, wants }: { place: Place; wants: Wants },
): Promise<PeerWorker> {
  const batching = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }
  const options: RunnerOptions = {
    preset: {
      worker: {
        connectionString: place.postgres,
        concurrentJobs: 24,
        maxPoolSize: 12,
        pollInterval: 500,
        ...(!wants.prompt && batching),
      },
    },
    logger: LOGGER,
    noHandleSignals: true,
    taskList: {
      [TASK]: async (payload) => {
        const { id, version } = payload as Job
        await handle(id, Number(version))
      },
    },
  }
  return keepRunning(options)
}

// one that loses its server may end by itself; what runs it starts it again
async function keepRunning(options: RunnerOptions): Promise<PeerWorker> {
  let [isOn, runner] = [true, await run(options)]
  const ended = async () => {
    while (isOn) {
      await runner.promise.catch(() => undefined)
      if (!isOn) return
      await systemEnv().sleep(AGAIN_MS)
      if (isOn) runner = await run(options).catch(() => runner)
    }
  }
  const watching = ended()
  const stop = async () => {
    if (!isOn) return
    isOn = false
    await runner.stop().catch(() => undefined)
    await watching
  }
  return { settled: stop, stop }
}
