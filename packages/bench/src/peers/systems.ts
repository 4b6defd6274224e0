import type { Peer } from './peer.js'
import { bullmq, durableBullmq } from './systems/bullmq.js'
import { canonry } from './systems/canonry.js'
import { dbos } from './systems/dbos.js'
import { graphileWorker } from './systems/graphile-worker.js'
import { pgBoss } from './systems/pg-boss.js'

/** Everybody who is measured, in the order of the tables. */
export const SYSTEMS: readonly Peer[] = [
  canonry,
  graphileWorker,
  pgBoss,
  dbos,
  bullmq,
  durableBullmq,
]
