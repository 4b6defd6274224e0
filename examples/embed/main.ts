/** The smallest whole service around Canonry: what the README shows. */
import { orderToErp } from '@canonry/flows'
import type { Credentials } from '@canonry/pack'
import { netsuite } from '@canonry/pack-netsuite'
import { shopify } from '@canonry/pack-shopify'
import { sqlite } from '@canonry/store-sqlite'
import { createSync, type Sync } from '@canonry/sync'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { profile } from './netsuite-profile.js'

/** What differs from one place to the next where the service runs. */
export interface Place {
  readonly file: string
  readonly port: number
  readonly credentials: Credentials
  /** Called once the service listens; it ends when this resolves. */
  live(service: { readonly sync: Sync; readonly port: number }): Promise<void>
}

/** Runs the service until its life ends. */
export async function runService({ file, port, credentials, live }: Place): Promise<void> {
  // #region program
  const shop = shopify.connect({ id: 'shop-eu', shop: 'acme', apiVersion: '2026-07' })
  const erp = netsuite.connect({ id: 'erp', account: '1234567', profile })

  const sync = createSync({
    tenant: 'acme',
    store: sqlite(file), // 'retail.db'
    credentials,
    connections: [shop, erp],
    flows: [orderToErp({ from: [shop], to: erp, sla: '5m' })],
  })

  const app = new Hono()
  app.post('/hooks/:connection', (c) => sync.receive(c.req.param('connection'), c.req.raw))
  await using worker = await sync.start()
  const server = serve({ fetch: app.fetch, port })
  // #endregion program
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await live({ sync, port: typeof address === 'object' && address ? address.port : port })
  server.close()
  await worker.stop()
  await sync.close()
}
