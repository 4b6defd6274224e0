import { StockPosition } from '@canonry/model'
import { type Connection, staticCredentials, systemEnv } from '@canonry/pack'
import { type Backlog, createSync, defineFlow, type Sync, upsert } from '@canonry/sync'
import { depot } from './depot.js'
import { createLedger, type Ledger } from './ledger.js'
import { openStore, type StoreKind } from './open-store.js'

const LOOK_AGAIN_MS = 10

/** A depot whose levels are told to some shops, all of whose deeds stand in a ledger. */
export interface Company extends AsyncDisposable {
  readonly sync: Sync
  readonly ledger: Ledger
  /** Resolves when all facts are processed. */
  decided(): Promise<void>
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>
}

/** Opens a company on a fresh store; without shops, changes are decided on and lead to nothing. */
export function openCompany(kind: StoreKind, { shops = 0 } = {}): Company {
  const { store, drop } = openStore(kind)
  const ledger = createLedger()
  const targets = Array.from({ length: shops }, (_, index) => depot(`shop-${index}`, ledger.taken))
  const connections = [depot('depot'), ...targets]
  const sync = createSync({
    tenant: 'acme',
    store,
    credentials: staticCredentials({}),
    connections,
    flows: [levelsTo(targets, ledger)],
  })
  return {
    sync,
    ledger,
    decided: () => reached({ sync, ledger }, ({ facts }) => facts),
    idle: () => reached({ sync, ledger }, ({ facts, reads, effects }) => facts + reads + effects),
    [Symbol.asyncDispose]: async () => {
      await sync.close()
      await drop()
    },
  }
}

function levelsTo(targets: readonly Connection[], ledger: Ledger) {
  return defineFlow({
    name: 'levels',
    on: StockPosition,
    class: 'high',
    decide: (change, level) => {
      ledger.decided(change.source.id, Number(level.sellable))
      return targets.map((target) => upsert(target, level))
    },
  })
}

// asking costs the store work of its own, so it is asked once the ledger stands still
async function reached(
  { sync, ledger }: Pick<Company, 'sync' | 'ledger'>,
  left: (backlog: Backlog) => number,
): Promise<void> {
  for (;;) {
    const size = ledger.size()
    await systemEnv().sleep(LOOK_AGAIN_MS)
    if (size === ledger.size() && left(await sync.backlog()) === 0) return
  }
}
