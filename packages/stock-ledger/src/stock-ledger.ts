import {
  type Connection,
  type Connector,
  definePack,
  type Pack,
  type WireDocument,
} from '@canonry/pack'
import { ok } from 'neverthrow'
import { correctionResource } from './correction-resource.js'
import { readPositionId, SYSTEM } from './position-id.js'
import { POSTING, postingResource } from './posting-resource.js'

/** What {@link stockLedger} is connected with. */
export interface StockLedgerOptions {
  readonly id: string
  /** The account that its refs name; default `main`. A retailer has one ledger. */
  readonly account?: string
}

/** A ledger of stock among the connections of a sync. */
export type StockLedger = Connection

/**
 * The ledger of stock: positions that follow from what was posted to them.
 *
 * It is a connection of ours, which no network leads to: flows record postings in it (`record`), and
 * other flows follow its positions, as those of any system. A position is the same in whatever order
 * postings came; the newest count holds, and what moved after it.
 */
export const stockLedger: Pack<StockLedgerOptions> = definePack<StockLedgerOptions>({
  system: SYSTEM,
  versions: ['1'],
  resources: [postingResource, correctionResource],
  account: ({ account = 'main' }) => account,
  connector: (_, { env }) => clockConnector(() => env.now()),
})

// all that a ledger is asked is what time it is: holds end by the clock
function clockConnector(now: () => number): Connector {
  const refused = {
    kind: 'handler.bug',
    message: 'a ledger is told by `record`, not by effects',
  } as const
  return {
    capabilities: {
      idempotencyKeys: true,
      compareAndSet: false,
      bulk: 1,
      readAfterWriteMs: 0,
      readTogether: 100,
    },
    limits: { concurrency: 4, perSecond: 1_000 },
    read: async (refs) =>
      ok(
        refs.flatMap(({ kind, id }): WireDocument[] => {
          const position = kind === 'Position' ? readPositionId(id) : undefined
          if (!position) return []
          const at = new Date(now()).toISOString()
          const text = JSON.stringify({ ...position, at, entries: [] })
          return [{ resource: POSTING, apiVersion: '1', key: id, text }]
        }),
      ),
    // it has nothing that was not recorded here: a plan of it begins with what is recorded from then on
    pull: async () => ok({ documents: [] }),
    push: async (intents) => intents.map(() => ({ kind: 'failed', failure: refused })),
    verify: async (intents) => intents.map(() => ({ kind: 'not-applied' })),
    classify: () => ({ kind: 'handler.bug', message: 'the ledger failed unexpectedly' }),
  }
}
