import { DBOS, DBOSClient, DebouncerClient } from '@dbos-inc/dbos-sdk'
import { inBatches, type Job, nameOf } from '../job.js'
import type { Handle, Peer, PeerQueue, PeerWorker, Wants } from '../peer.js'
import type { Place } from '../place.js'

const APP = 'peers'
const QUEUE = 'levels'
const WORKFLOW = 'level'
const IN_FLIGHT = 50
const POLL_MS = 50
const DAY_SECONDS = 86_400
const DEBOUNCE_MS = 100
const DEBOUNCE_TIMEOUT_MS = 500
const QUIET = {
  info: () => undefined,
  debug: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/** DBOS: each job a workflow of one step on a queue; enqueued fifty at a time, since one call is one. */
export const dbos: Peer = {
  name: 'DBOS',
  package: '@dbos-inc/dbos-sdk',
  on: 'postgres',
  share: 1 / 10,
  cannot: {
    w14: 'its debouncer takes no partition key, and without one keeps no order ([queues](https://docs.dbos.dev/typescript/tutorials/queue-tutorial))',
  },
  open: async (place, wants) => {
    await DBOS.migrate(place.postgres)
    const client = await clientOf(place)
    await client.registerQueue(QUEUE, {
      minPollingIntervalMs: POLL_MS,
      ...(wants.ordered || wants.newest ? { partitionConcurrency: 1 } : { workerConcurrency: 200 }),
    })
    return queueOf(client, { place, wants })
  },
}

function clientOf({ postgres }: Place): Promise<DBOSClient> {
  return DBOSClient.create({ systemDatabaseUrl: postgres, applicationName: APP, logger: QUIET })
}

function queueOf(client: DBOSClient, { place, wants }: { place: Place; wants: Wants }): PeerQueue {
  const isKeyed = wants.ordered || wants.newest
  const enqueue = (job: Job, delaySeconds?: number) =>
    client.enqueue<(job: Job) => Promise<void>>(
      {
        queueName: QUEUE,
        workflowName: WORKFLOW,
        ...(wants.unique && { workflowID: nameOf(job) }),
        ...(isKeyed && { queuePartitionKey: job.id }),
        ...(delaySeconds !== undefined && { delaySeconds }),
      },
      job,
    )
  // the newest of a key replaces what waits for it, for as long as it is told again
  const debounce = ({ id }: Job) =>
    new DebouncerClient(client, {
      workflowName: WORKFLOW,
      startWorkflowParams: { queueName: QUEUE, enqueueOptions: { queuePartitionKey: id } },
      debounceTimeoutMs: DEBOUNCE_TIMEOUT_MS,
    })
  const give = (job: Job) =>
    wants.newest ? debounce(job).debounce(job.id, DEBOUNCE_MS, job) : enqueue(job)
  return {
    rule: wants.newest ? 'newest' : 'each',
    ingest: (jobs) => inFlight(jobs, give),
    ingestLater: (jobs) => inFlight(jobs, (job) => enqueue(job, DAY_SECONDS)),
    work: (handle) => work(handle, { place, wants }),
    [Symbol.asyncDispose]: () => client.destroy(),
  }
}

async function inFlight(jobs: readonly Job[], give: (job: Job) => Promise<unknown>): Promise<void> {
  for (const part of inBatches(jobs, IN_FLIGHT)) await Promise.all(part.map(give))
}

async function work(
  handle: Handle,
  { place, wants: { attempts = 1, worker } }: { place: Place; wants: Wants },
): Promise<PeerWorker> {
  DBOS.setConfig({
    name: APP,
    systemDatabaseUrl: place.postgres,
    logger: QUIET,
    applicationVersion: '1',
    // who comes to the place of another takes over what that one had begun
    ...(worker !== undefined && { executorID: worker }),
  })
  const retry = { retriesAllowed: attempts > 1, maxAttempts: attempts, intervalSeconds: 1 }
  DBOS.registerWorkflow(
    async (job: Job) => {
      const take = async () => handle(job.id, Number(job.version))
      await DBOS.runStep(take, { name: 'take', ...retry, backoffRate: 1 })
    },
    { name: WORKFLOW },
  )
  await DBOS.launch()
  let isOn = true
  const stop = async () => {
    if (isOn) await DBOS.shutdown({ deregister: true, workflowCompletionTimeoutMS: 5_000 })
    isOn = false
  }
  return { settled: stop, stop }
}
