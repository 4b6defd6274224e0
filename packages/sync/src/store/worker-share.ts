import { shardOf } from '../journal/shard.js'
import type { WorkerShare } from './store.js'

/** Whether a shard is in a worker's share; all are where none is given. */
export function isOwn(shard: number, share: WorkerShare | undefined): boolean {
  return share === undefined || shard % share.count === share.index
}

/** Whether the calls to a connection that are no effects, its reads and pulls, are in a worker's share. */
export function isOwnConnection(connection: string, share: WorkerShare | undefined): boolean {
  return isOwn(shardOf(connection, ''), share)
}

/** How many workers may have calls under way. */
export function callersIn({ count, leaving = 0 }: WorkerShare = { index: 0, count: 1 }): number {
  return count + leaving
}
