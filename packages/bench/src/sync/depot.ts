import {
  absent,
  concat,
  constant,
  decimal,
  from,
  type Handle,
  instant,
  mapping,
  needs,
  type RefContext,
  single,
  textRef,
} from '@canonry/mapping'
import { type Ref, StockPosition } from '@canonry/model'
import {
  type Connection,
  type Connector,
  definePack,
  type Intent,
  type Resource,
} from '@canonry/pack'
import type { IngestDocument } from '@canonry/sync'
import { ok } from 'neverthrow'
import { z } from 'zod'

/** The resource in which the depot tells its stock levels. */
export const LEVEL = 'level@feed'

/** The same, each version of a level with a name of its own: what happened, beside the state. */
export const CHANGED_LEVEL = 'level@changes'

const WireLevel = z.object({
  id: z.string(),
  sku: z.string(),
  place: z.string(),
  version: z.string(),
  at: z.string(),
  quantity: z.string(),
})

const WireChange = WireLevel.extend({ change: z.string() })

const declared = {
  system: 'depot',
  entity: 'StockPosition',
  canonical: StockPosition,
  needs: needs<RefContext>(),
} as const

const levelMapping = mapping({
  ...declared,
  wire: WireLevel,
  map: ($) => ({ refs: single(from($.id, textRef('Level'))), ...fieldsOf($) }),
})

const changeMapping = mapping({
  ...declared,
  wire: WireChange,
  map: ($) => ({
    refs: concat(
      single(from($.id, textRef('Level')), { owns: ({ kind }) => kind === 'Level' }),
      single(from($.change, textRef('Change')), { owns: ({ kind }) => kind === 'Change' }),
    ),
    ...fieldsOf($),
  }),
})

function fieldsOf($: Pick<Handle<z.infer<typeof WireLevel>>, 'sku' | 'place' | 'at' | 'quantity'>) {
  return {
    variant: from($.sku, textRef('Sku')),
    sku: absent('the variant is named by it'),
    location: from($.place, textRef('Place')),
    at: from($.at, instant),
    unit: constant('C62'),
    sellable: from($.quantity, decimal),
    onHand: from($.quantity, decimal),
    available: from($.quantity, decimal),
    quarantine: constant('0'),
    damaged: constant('0'),
    reserved: constant('0'),
    safety: constant('0'),
    incoming: constant([] as StockPosition['incoming']),
    asserted: constant([] as StockPosition['asserted']),
    countedAt: absent('nobody says when it was counted'),
    taken: absent('a depot does not count it'),
  }
}

const level: Resource = {
  name: LEVEL,
  kind: 'Level',
  versions: { from: '1' },
  revision: 1,
  version: (wire) => (wire as Partial<z.infer<typeof WireLevel>>).version,
  parts: [{ entity: 'stockPosition', mapping: levelMapping }],
}

const change: Resource = {
  ...level,
  name: CHANGED_LEVEL,
  parts: [{ entity: 'stockPosition', mapping: changeMapping }],
}

/** A depot that sends stock levels and takes them; all that it takes is told to `taken`. */
export function depot(id: string, taken: (intent: Intent) => void = () => undefined): Connection {
  return depotWith(id, {
    push: async (intents) =>
      intents.map((intent) => {
        taken(intent)
        return { kind: 'confirmed', ref: { ...intent.source, account: id } }
      }),
    verify: async (intents) => intents.map(() => ({ kind: 'not-applied' })),
  })
}

/** What a depot can do. */
export const DEPOT_CAPABILITIES = {
  idempotencyKeys: true,
  compareAndSet: false,
  bulk: 100,
  readAfterWriteMs: 0,
} as const

/** A depot that answers calls as it is told to. */
export function depotWith(
  id: string,
  calls: Pick<Connector, 'push' | 'verify'> & Partial<Pick<Connector, 'capabilities'>>,
): Connection {
  return definePack<{ id: string }>({
    system: 'depot',
    versions: ['1'],
    resources: [level, change],
    account: () => id,
    connector: () => ({
      capabilities: DEPOT_CAPABILITIES,
      limits: { concurrency: 16, perSecond: 1_000_000 },
      read: async () => ok([]),
      classify: () => ({ kind: 'handler.bug', message: 'unexpected' }),
      ...calls,
    }),
  }).connect({ id })
}

/** The name of the `key`-th level of the depot `depot`. */
export function levelRef(key: number): Ref {
  return { system: 'depot', account: 'depot', kind: 'Level', id: `L${key}` }
}

/** The `version`-th document of the `key`-th level: 113 bytes or so. */
export function levelDocument(key: number, version: number): IngestDocument {
  const id = `L${key}`
  const body = JSON.stringify({
    id,
    sku: `S${key}`,
    place: 'P1',
    version: String(version).padStart(9, '0'),
    at: '2026-11-27T08:00:00Z',
    quantity: String(version),
  })
  return { resource: LEVEL, key: id, body }
}
