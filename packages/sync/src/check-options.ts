import { type EntityName, entities } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { checkGiven } from './check-given.js'
import { WARN_SHARE } from './effects/class-share.js'
import type { ReconcileOptions } from './reconcile/pull-rules.js'
import { expiryOf } from './retention.js'
import type { SyncOptions } from './sync-options.js'

/** Throws when the options of a sync contradict each other, saying what to change. */
export function checkOptions(options: SyncOptions): void {
  checkGiven(options)
  const { tenant, connections, ownership = {}, reconcile = {}, bootstrap = [], ...rest } = options
  const flows = rest.flows.flat()
  const { warnAt = WARN_SHARE } = rest.sla ?? {}
  if (!(warnAt > 0 && warnAt < 1)) {
    throw new Error(`sla.warnAt is a share of the time, between 0 and 1: it is ${warnAt}`)
  }
  // throws for what is no duration
  expiryOf(rest.retention ?? {}, 0)
  const ids = connections.map(({ id }) => id)
  refuseLong('tenant', [tenant])
  refuseLong('connection', ids)
  refuseTwins('connection', ids)
  refuseTwins(
    'flow',
    flows.map(({ name }) => name),
  )
  for (const { name, from = [] } of flows) {
    refuseStrangers(`flow "${name}" listens to`, { named: from, ids })
  }
  refuseStrangers('bootstrap names', { named: bootstrap.map(({ id }) => id), ids })
  refuseStrangers('reconcile names', { named: Object.keys(reconcile), ids })
  for (const connection of connections) refuseUntold(connection, reconcile[connection.id])
  for (const [entity, fields] of Object.entries(ownership)) {
    if (!Object.hasOwn(entities, entity)) throw new Error(`ownership names no entity "${entity}"`)
    refuseStrangers(`ownership of ${entity as EntityName} names`, {
      named: Object.values(fields ?? {}),
      ids,
    })
  }
}

function refuseUntold(
  { id, webhooks, resources }: Connection,
  rules: ReconcileOptions | false | undefined,
): void {
  const { tells, webhooks: address } = rules || {}
  if (!tells) return
  if (!webhooks) throw new Error(`"${id}" tells nothing by webhooks: remove its tells`)
  if (address !== undefined) {
    throw new Error(`"${id}" is made to tell all that is listened to: remove its tells`)
  }
  const stranger = tells.find((name) => !Object.hasOwn(resources, name))
  if (stranger === undefined) return
  const known = Object.keys(resources).join(', ')
  throw new Error(`"${id}" has no resource "${stranger}" to tell of: there are ${known}`)
}

// beside it a store's index has the name of a thing
const MOST_BYTES = 255

function refuseLong(what: string, names: readonly string[]): void {
  const sizes = names.map((name) => new TextEncoder().encode(name).length)
  const size = sizes.find((bytes) => bytes > MOST_BYTES)
  if (size === undefined) return
  throw new Error(`a ${what}'s name has ${size} bytes, and ${MOST_BYTES} at most: shorten it`)
}

function refuseTwins(what: string, names: readonly string[]): void {
  const twin = names.find((name, index) => names.indexOf(name) !== index)
  if (twin !== undefined) throw new Error(`two ${what}s are called "${twin}": rename one`)
}

function refuseStrangers(
  who: string,
  { named, ids }: { named: readonly string[]; ids: readonly string[] },
): void {
  const stranger = named.find((id) => !ids.includes(id))
  if (stranger === undefined) return
  throw new Error(`${who} "${stranger}", which is no connection: there are ${ids.join(', ')}`)
}
