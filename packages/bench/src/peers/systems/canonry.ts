import { type Ref, StockPosition } from '@canonry/model'
import { type Connection, staticCredentials, systemEnv } from '@canonry/pack'
import { postgres } from '@canonry/store-postgres'
import {
  createSync,
  defineFlow,
  type EffectOptions,
  type Sync,
  upsert,
  type Worker,
} from '@canonry/sync'
import { CHANGED_LEVEL, depot, LEVEL } from '../../sync/depot.js'
import { type Job, nameOf } from '../job.js'
import { createLedger } from '../ledger.js'
import type { Handle, Look, Peer, PeerQueue, PeerWorker, Wants } from '../peer.js'
import type { Place } from '../place.js'
import { watchCommits } from './canonry-commits.js'
import { createShop } from './canonry-shop.js'

const TENANT = 'acme'
const LOOK_AGAIN_MS = 10
/** Keys whose effects wait for something that never comes. */
const LATER = 'LATER'
const NEVER: Ref = { system: 'depot', account: 'depot', kind: 'Level', id: 'NEVER' }

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
  const shops = shopsOf(wants, holder)
  const commits = createLedger()
  const sync = createSync({
    tenant: TENANT,
    store: watchCommits(postgres(place.postgres), commits),
    credentials: staticCredentials({}),
    connections: [depot('depot'), ...shops],
    flows: [levels({ shops, holder, wants })],
  })
  const ingest = async (jobs: readonly Job[]) => {
    const answers = await sync.ingest(
      'depot',
      jobs.map((job) => documentOf(job, wants)),
    )
    const refused = answers.find(({ kind }) => kind === 'refused')
    if (refused) throw new Error(JSON.stringify(refused))
  }
  const queue: PeerQueue = {
    // of the states of a lane that were not sent, the newest is sent; of what happened, each
    rule: wants.calls && !wants.each ? 'newest' : 'each',
    isPure: !wants.calls,
    commits,
    ingest,
    ingestLater: (jobs) => ingest(jobs.map((job) => ({ ...job, id: `${LATER}${job.id}` }))),
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

function shopsOf({ calls, targets, slow }: Wants, holder: Holder): readonly Connection[] {
  return Array.from({ length: calls ? (targets ?? 1) : 0 }, (_, index) => {
    const nameOf = (key: string) => (targets ? `${key}@${index}` : key)
    return createShop(`shop-${index}`, {
      handle: (key, version) => holder.handle(nameOf(key), version),
      look: (key, version) => holder.look(nameOf(key), version),
      // jobs of one call are answered together
      ...(slow && { bulk: 1 }),
    })
  })
}

interface Levels {
  readonly shops: readonly Connection[]
  readonly holder: Holder
  readonly wants: Wants
}

function levels({ shops, holder, wants }: Levels) {
  return defineFlow({
    name: 'levels',
    on: StockPosition,
    class: 'high',
    decide: (change, level) => {
      if (shops.length === 0) void holder.handle(change.source.id, Number(level.sellable))
      return shops.map((shop) => upsert(shop, level, optionsOf(level, wants)))
    },
  })
}

function optionsOf({ refs }: StockPosition, { each }: Wants): EffectOptions {
  const isLater = refs.some(({ id }) => id.startsWith(LATER))
  const source = each ? refs.find(({ kind }) => kind === 'Change') : undefined
  return { ...(isLater && { after: [NEVER] }), ...(source && { source, once: true }) }
}

function documentOf(job: Job, { each }: Wants) {
  if (!each) return { resource: LEVEL, key: job.id, body: JSON.stringify(job) }
  const body = JSON.stringify({ ...job, change: nameOf(job) })
  return { resource: CHANGED_LEVEL, key: job.id, body }
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
