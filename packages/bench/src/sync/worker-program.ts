import { StockPosition } from '@canonry/model'
import { staticCredentials } from '@canonry/pack'
import { postgres } from '@canonry/store-postgres'
import { createSync, defineFlow } from '@canonry/sync'
import { POSTGRES } from '../peers/database.js'
import { depot } from './depot.js'

// One of several workers on a schema: it works from the first message on, until the second.
const [, , schema = ''] = process.argv
const sync = createSync({
  tenant: 'acme',
  store: postgres(POSTGRES, { schema, connections: 4 }),
  credentials: staticCredentials({}),
  connections: [depot('depot')],
  flows: [defineFlow({ name: 'levels', on: StockPosition, class: 'high', decide: () => [] })],
})
process.once('message', () => {
  void sync.start()
  process.once('message', async () => {
    await sync.close()
    process.exit()
  })
})
process.send?.('ready')
