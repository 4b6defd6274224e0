import type { Connector } from '@canonry/pack'
import { durationMs } from '../duration.js'

/**
 * How often a connection is asked what it has, as durations like `30s`, `15m`, `7d`.
 *
 * `every` (default 15m): what changed since the last time, and `overlap` (default 15m) longer ago,
 * for changes that became visible late. `scan` (default: never): everything, which finds what was
 * deleted without a word, and brings what is older than the store.
 */
export interface ReconcileOptions {
  readonly every?: string
  readonly overlap?: string
  readonly scan?: string
  /**
   * The public address at which `receive` hears the connection. Before each pull the system is made to
   * tell it whatever it does not tell it any more; what was missed then comes with the pull.
   */
  readonly webhooks?: string
  /**
   * The resources of which the connection's webhooks tell, where people have subscribed to some of them
   * only; what is told in one dialect, like `order@webhook`, is told in all. What a pull brings of any
   * other was not missed. Default: all.
   */
  readonly tells?: readonly string[]
}

/** By connection id; `false` turns it off. A connection that is not named has the defaults. */
export type ReconcileRules = Readonly<Record<string, ReconcileOptions | false>>

/** The rules of one connection, in milliseconds; without `everyMs` only scans. */
export interface PullRules {
  readonly everyMs?: number
  readonly overlapMs: number
  readonly scanMs?: number
  readonly webhooks?: string
  readonly tells?: readonly string[]
}

const DEFAULT = '15m'

/** When to pull from a connector; `undefined` when never. Rules that it cannot keep throw. */
export function pullRulesOf(
  options: ReconcileOptions | false | undefined,
  { connection, connector }: { connection: string; connector: Connector },
): PullRules | undefined {
  const pullsSince = connector.capabilities.pullsSince === true
  if (options) refuseImpossible(options, { connection, connector, pullsSince })
  if (options === false || !connector.pull) return undefined
  const { every = DEFAULT, overlap = DEFAULT, scan, webhooks, tells } = options ?? {}
  if (!pullsSince && scan === undefined) return undefined
  return {
    ...(pullsSince && { everyMs: durationMs(every) }),
    overlapMs: durationMs(overlap),
    ...(scan !== undefined && { scanMs: durationMs(scan) }),
    ...(webhooks !== undefined && { webhooks }),
    ...(tells && { tells }),
  }
}

function refuseImpossible(
  { every, webhooks }: ReconcileOptions,
  {
    connection,
    connector,
    pullsSince,
  }: { connection: string; connector: Connector; pullsSince: boolean },
): void {
  if (!connector.pull) {
    throw new Error(`reconcile names "${connection}", whose connector cannot pull: remove it`)
  }
  if (webhooks !== undefined && !connector.subscribe) {
    throw new Error(`"${connection}" manages no subscriptions: remove its webhooks address`)
  }
  if (webhooks !== undefined && !/^https?:$/.test(protocolOf(webhooks))) {
    throw new Error(`the webhooks address of "${connection}" is no URL that begins with https`)
  }
  if (every === undefined || pullsSince) return
  throw new Error(`"${connection}" cannot tell what changed since: give reconcile a scan instead`)
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : ''
}
