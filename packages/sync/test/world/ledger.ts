import {
  absent,
  constant,
  decimal,
  from,
  mapping,
  needs,
  type RefContext,
  single,
  textRef,
} from '@canonry/mapping'
import { Order, type Ref, StockPosition, subtractDecimals, sumDecimals } from '@canonry/model'
import { type Connection, definePack, type Resource } from '@canonry/pack'
import { defineFlow, type Flow, record } from '@canonry/sync'
import { ok } from 'neverthrow'
import { z } from 'zod'

/**
 * What the ledger knows of a position: how much there is, and how often something was added, which it
 * holds back, so that no two states are alike.
 */
const Account = z.object({
  id: z.string(),
  sum: z.string(),
  additions: z.string(),
  available: z.string(),
  until: z.number().optional(),
})
/** What is added to a position. */
const Posting = z.object({ id: z.string(), by: z.string(), until: z.number().optional() })

const position = mapping({
  system: 'ledger',
  entity: 'StockPosition',
  wire: Account,
  canonical: StockPosition,
  needs: needs<RefContext>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Position'))),
    variant: from($.id, textRef('Item')),
    sku: absent('items have no numbers here'),
    location: from($.id, textRef('Place')),
    at: constant('2026-11-27T08:00:00Z'),
    unit: constant('C62'),
    sellable: from($.sum, decimal),
    onHand: from($.sum, decimal),
    available: from($.available, decimal),
    quarantine: constant('0'),
    damaged: constant('0'),
    reserved: constant('0'),
    safety: from($.additions, decimal),
    incoming: constant([] as StockPosition['incoming']),
    asserted: constant([] as StockPosition['asserted']),
    countedAt: absent('nobody says when it was counted'),
    taken: absent('nothing is sold here'),
  }),
  preserve: ($) => [$.until],
})

const posting: Resource = {
  name: 'posting@ledger',
  kind: 'Position',
  versions: { from: '1' },
  revision: 1,
  version: () => undefined,
  adds: (before, change) => {
    const { id, by, until } = Posting.parse(change)
    const known = Account.optional().parse(before)
    const additions = String(Number(known?.additions ?? 0) + 1)
    const sum = sumDecimals([known?.sum ?? '0', by])
    const available = subtractDecimals(sum, additions)
    return { id, sum, additions, available, ...(until !== undefined && { until }) }
  },
  changesAt: (state) => Account.parse(state).until,
  parts: [{ entity: 'stockPosition', mapping: position }],
}

/** A ledger of ours: a connection that is told what others' changes mean. */
export const ledger: Connection = definePack<{ id: string }>({
  system: 'ledger',
  versions: ['1'],
  resources: [posting],
  account: () => 'main',
  connector: () => ({
    capabilities: { idempotencyKeys: true, compareAndSet: false, bulk: 1, readAfterWriteMs: 0 },
    limits: { concurrency: 1, perSecond: 1 },
    read: async (refs) =>
      ok(
        refs.map(({ id }) => ({
          resource: 'posting@ledger',
          apiVersion: '1',
          key: id,
          text: JSON.stringify({ id, by: '100' }),
        })),
      ),
    push: async () => [],
    verify: async () => [],
    classify: () => ({ kind: 'handler.bug', message: 'unexpected' }),
  }),
}).connect({ id: 'ledger' })

/** The name of a position in the ledger. */
export function positionRef(id: string): Ref {
  return { system: 'ledger', account: 'main', kind: 'Position', id }
}

/** Adds to a position by how much the total of an order changed; `say` writes the posting. */
export function totalsToLedger(
  say = (by: string): object => ({ id: 'sales', by }),
  key = 'sales',
): Flow {
  return defineFlow({
    name: 'totals',
    on: Order,
    class: 'normal',
    decide: ({ before }, after) => {
      const by = subtractDecimals(totalOf(after), before ? totalOf(before) : '0')
      if (by === '0') return []
      return [record(ledger, { resource: 'posting@ledger', key, document: say(by) })]
    },
  })
}

function totalOf({ asserted }: Order): string {
  return (asserted?.outstanding as { amount: string } | undefined)?.amount ?? '0'
}
