/** The smallest whole service around Canonry: what the README shows. */
import { orderToErp } from '@canonry/flows'
import { secret, staticCredentials } from '@canonry/pack'
import { netsuite } from '@canonry/pack-netsuite'
import { shopify } from '@canonry/pack-shopify'
import { sqlite } from '@canonry/store-sqlite'
import { createSync, type Sync } from '@canonry/sync'
import { Hono } from 'hono'
import { profile } from './netsuite-profile.js'

/** Opens the sync over a file; the caller starts the worker and serves the app. */
export function embed(
  file: string,
  secrets: Readonly<Record<string, string>>,
): { sync: Sync; app: Hono } {
  const of = (name: string) => secret(secrets[name] ?? '')
  const credentials = staticCredentials({
    'shop-eu': {
      values: { accessToken: of('SHOPIFY_TOKEN') },
      webhookSecrets: [of('SHOPIFY_SECRET')],
    },
    erp: {
      values: {
        clientId: of('NETSUITE_CLIENT_ID'),
        certificateId: of('NETSUITE_CERTIFICATE_ID'),
        privateKey: of('NETSUITE_PRIVATE_KEY'),
      },
    },
  })
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
  // await using worker = await sync.start()
  // #endregion program
  return { sync, app }
}
