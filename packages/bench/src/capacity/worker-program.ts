import { StockPosition } from '@canonry/model'
import { staticCredentials } from '@canonry/pack'
import { postgres } from '@canonry/store-postgres'
import { createSync, defineFlow, upsert } from '@canonry/sync'
import pg from 'pg'
import { depot } from '../sync/depot.js'
import type { WorkerPlan, WorkerReading } from './plant.js'

// A worker that says what it has taken so far whenever it is asked, until it is told to stop.
const { url, schema, connections, shops } = JSON.parse(process.argv[2] ?? '') as WorkerPlan
const targets = Array.from({ length: shops }, (_, index) => depot(`shop-${index}`))
const others = Array.from({ length: Math.max(0, connections - 1 - shops) }, (_, index) =>
  depot(`other-${index}`),
)
const { query } = pg.Client.prototype
let queries = 0
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...sent: readonly unknown[]): unknown {
    queries += 1
    return Reflect.apply(query, this, sent)
  },
})
const levels = defineFlow({
  name: 'levels',
  on: StockPosition,
  class: 'high',
  decide: (_, level) => targets.map((target) => upsert(target, level)),
})
const sync = createSync({
  tenant: 'acme',
  store: postgres(url, { schema, connections: 4 }),
  credentials: staticCredentials({}),
  connections: [depot('depot'), ...targets, ...others],
  flows: [levels],
})
// listening keeps the process alive while it starts
process.on('message', async (message) => {
  if (message === 'stop') {
    await sync.close()
    process.exit()
  }
  const { user, system } = process.cpuUsage()
  const reading: WorkerReading = {
    cpuMs: (user + system) / 1_000,
    rssBytes: process.memoryUsage.rss(),
    queries,
  }
  process.send?.(reading)
})
await sync.start()
process.send?.('ready')
