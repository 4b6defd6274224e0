import { StockMove, StockPosition } from '@canonry/model'
import {
  type Connection,
  canonicalMapping,
  definePack,
  type Env,
  type Resource,
  staticCredentials,
} from '@canonry/pack'
import { ok } from 'neverthrow'
import { upsert } from '../../effects/effect-plan.js'
import { defineFlow, type Flow } from '../../flow.js'
import type { Store } from '../../store/store.js'
import { createSync } from '../../sync.js'
import type { Sync } from '../../sync-api.js'
import { createDraws } from '../simulation/draws.js'
import { DEPOT } from './crash-fact.js'
import { type CrashSetting, openLedger } from './crash-setting.js'
import { crashSystem } from './crash-system.js'
import { crashTarget } from './crash-target.js'

/** The target systems of a crash run: one applies each key once, one applies each call. */
export const TARGETS = ['with-keys', 'without-keys'] as const

type Target = (typeof TARGETS)[number]

/** A company as one process of a crash run sees it: a depot whose stock is told to two systems. */
export function crashCompany(setting: CrashSetting, given: { store: Store; env: Env }): Sync {
  const { tenant } = setting
  const targets = TARGETS.map((id) => targetOf(id, tenant))
  return createSync({
    ...given,
    env: { ...given.env, fetch: networkOf(setting, given.env) },
    tenant,
    credentials: staticCredentials({}),
    connections: [depotOf(tenant), ...targets],
    flows: flowsTo(targets),
  })
}

function depotOf(tenant: string): Connection {
  return definePack<{ id: string }>({
    system: DEPOT,
    versions: ['1'],
    resources: [resourceOf('stockMove'), resourceOf('stockPosition')],
    account: () => tenant,
    connector: () => ({
      capabilities: { idempotencyKeys: false, compareAndSet: false, bulk: 1, readAfterWriteMs: 0 },
      limits: { concurrency: 1, perSecond: 1 },
      read: async () => ok([]),
      push: async (intents) => intents.map(() => ({ kind: 'unknown', message: 'read only' })),
      verify: async (intents) => intents.map(() => ({ kind: 'not-applied' })),
      classify: () => ({ kind: 'handler.bug', message: 'something was thrown' }),
    }),
  }).connect({ id: DEPOT })
}

function resourceOf(entity: 'stockMove' | 'stockPosition'): Resource {
  return {
    name: `${entity}@depot`,
    kind: entity,
    versions: { from: '1' },
    revision: 1,
    parts: [{ entity, mapping: canonicalMapping(entity), at: '/body' }],
    version: (wire) => (wire as { version: string }).version,
  }
}

function targetOf(id: Target, tenant: string): Connection {
  return definePack<{ id: string }>({
    system: id,
    versions: ['1'],
    resources: [],
    account: () => tenant,
    connector: (_, ports) =>
      crashTarget({ tenant, connection: id, honoursKeys: honoursKeys(id) }, ports),
  }).connect({ id })
}

/** All target systems, each at the host of its name. */
function networkOf({ seed, life, tenant, folder }: CrashSetting, env: Env): Env['fetch'] {
  const ledger = openLedger(folder)
  const draws = createDraws(seed)
  const systems = TARGETS.map((connection) => {
    const chance = draws.stream(`${life} ${connection}`)
    const where = { env, ledger, chance, life, tenant, connection }
    return [
      `${connection}.example`,
      crashSystem({ ...where, honoursKeys: honoursKeys(connection) }),
    ]
  })
  const hosts: Readonly<Record<string, Env['fetch']>> = Object.fromEntries(systems)
  return async (request) => {
    const answer = hosts[new URL(request.url).host]
    if (!answer) throw new TypeError('fetch failed')
    return answer(request)
  }
}

function honoursKeys(id: Target): boolean {
  return id === 'with-keys'
}

function flowsTo(targets: readonly Connection[]): readonly Flow[] {
  return [
    defineFlow({
      name: 'levels',
      on: StockPosition,
      class: 'high',
      decide: (_, level) => targets.map((target) => upsert(target, level)),
    }),
    defineFlow({
      name: 'moves',
      on: StockMove,
      class: 'critical',
      decide: (_, move) => targets.map((target) => upsert(target, move, { once: true })),
    }),
  ]
}
