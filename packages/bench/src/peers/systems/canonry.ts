import { StockPosition } from '@canonry/model'
import { type Connection, staticCredentials, systemEnv } from '@canonry/pack'
import { postgres } from '@canonry/store-postgres'
import { createSync, defineFlow, type Sync, upsert, type Worker } from '@canonry/sync'
import { depot, LEVEL } from '../../sync/depot.js'
import type { Job } from '../job.js'
import type { Handle, Look, Peer, PeerQueue, PeerWorker, Place, Wants } from '../peer.js'
import { createShop } from './canonry-shop.js'

const TENANT = 'acme'
const LOOK_AGAIN_MS = 10

/**
 * Canonry through its public API: a job is a document of a depot.
 *
 * The handler is the flow, or the push of its effect where a workload is about calls.
 */
export const canonry: Peer = {
  name: 'Canonry',
  package: '@canonry/sync',
  on: 'postgres',
  share: 1,
  cannot: {},
  open: async (place, wants) => {
    const { sync, queue } = queueOf(place, wants)
    // the first that asks makes the schema
    await sync.backlog()
    return queue
  },
}

function queueOf(place: Place, wants: Wants): { sync: Sync; queue: PeerQueue } {
  const holder: Holder = { handle: () => undefined, look: () => false }
  const count = wants.calls ? (wants.targets ?? 1) : 0
  const shops = Array.from({ length: count }, (_, index) => {
    const nameOf = (key: string) => (wants.targets ? `${key}@${index}` : key)
    return createShop(`shop-${index}`, {
      handle: (key, version) => holder.handle(nameOf(key), version),
      look: (key, version) => holder.look(nameOf(key), version),
    })
  })
  const sync = createSync({
    tenant: TENANT,
    store: postgres(place.postgres),
    credentials: staticCredentials({}),
    connections: [depot('depot'), ...shops],
    flows: [levels(shops, holder)],
  })
  const queue: PeerQueue = {
    // of the writes of a lane that were not sent, the newest is sent
    rule: wants.calls ? 'newest' : 'each',
    isPure: !wants.calls,
    ingest: async (jobs) => {
      const answers = await sync.ingest('depot', jobs.map(documentOf))
      const refused = answers.find(({ kind }) => kind === 'refused')
      if (refused) throw new Error(JSON.stringify(refused))
    },
    work: async (handle, look = () => false) => {
      Object.assign(holder, { handle, look })
      return workerOf(sync, await sync.start())
    },
    [Symbol.asyncDispose]: () => sync.close(),
  }
  return { sync, queue }
}

// who handles is known only when the work begins
interface Holder {
  handle: Handle
  look: Look
}

function levels(shops: readonly Connection[], holder: Holder) {
  return defineFlow({
    name: 'levels',
    on: StockPosition,
    class: 'high',
    decide: (change, level) => {
      if (shops.length === 0) void holder.handle(change.source.id, Number(level.sellable))
      return shops.map((shop) => upsert(shop, level))
    },
  })
}

function documentOf(job: Job) {
  return { resource: LEVEL, key: job.id, body: JSON.stringify(job) }
}

function workerOf(sync: Sync, worker: Worker): PeerWorker {
  return {
    settled: async () => {
      for (;;) {
        const { facts, effects } = await sync.backlog()
        if (facts + effects === 0) return
        await systemEnv().sleep(LOOK_AGAIN_MS)
      }
    },
    stop: () => worker.stop(),
  }
}
