import { Logger, makeWorkerUtils, run, type WorkerUtils } from 'graphile-worker'
import { type Job, nameOf } from '../job.js'
import type { Handle, Peer, PeerQueue, PeerWorker, Place, Wants } from '../peer.js'

const LOGGER = new Logger(() => () => undefined)
const TASK = 'level'

/** Graphile Worker with its local queue, the fastest that its documentation knows. */
export const graphileWorker: Peer = {
  name: 'graphile-worker',
  package: 'graphile-worker',
  on: 'postgres',
  share: 1,
  cannot: {},
  open: async (place, wants) => {
    const utils = await makeWorkerUtils({ connectionString: place.postgres, logger: LOGGER })
    await utils.migrate()
    return queueOf(utils, { place, wants })
  },
}

function queueOf(utils: WorkerUtils, { place, wants }: { place: Place; wants: Wants }): PeerQueue {
  const { ordered, unique, newest, attempts = 1 } = wants
  return {
    rule: newest ? 'newest' : 'each',
    ingest: async (jobs) => {
      const specs = jobs.map((payload) => ({
        identifier: TASK,
        payload,
        maxAttempts: attempts,
        ...(ordered && { queueName: payload.id }),
        ...(unique && { jobKey: nameOf(payload) }),
        ...(newest && { jobKey: payload.id, queueName: payload.id }),
      }))
      const [only] = specs
      if (specs.length > 1 || !only) return void (await utils.addJobs(specs))
      const { identifier, payload, ...options } = only
      await utils.addJob(identifier, payload, options)
    },
    work: (handle) => work(handle, { place, wants }),
    [Symbol.asyncDispose]: async () => {
      await utils.release()
    },
  }
}

async function work(
  handle: Handle,
  { place, wants }: { place: Place; wants: Wants },
): Promise<PeerWorker> {
  const batching = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }
  const runner = await run({
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
  })
  let isOn = true
  const stop = async () => {
    if (isOn) await runner.stop()
    isOn = false
  }
  return { settled: stop, stop }
}
