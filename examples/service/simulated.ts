/** The outside world of a service, simulated: a shop, its ERP, and what both of them know. */
import { generateKeyPairSync } from 'node:crypto'
import { secret, staticCredentials, systemEnv } from '@canonry/pack'
import { createNetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
import { createShopifySimulator } from '@canonry/pack-shopify/simulator'
import { profile } from '../embed/netsuite-profile.js'

/** What is sold in the shop and is no item of the ERP yet. */
export const MISSING = 'CAN-001-L'

// #region systems
// what an order goes through takes hours: here a minute is a tenth of a second
const clock = systemEnv({ origin: Date.now(), speed: 600 })

const shopAt = (port: number) =>
  createShopifySimulator({
    shop: 'acme',
    currency: 'EUR',
    accessToken: 'shop-token',
    secret: 'shop-secret',
    webhookUrl: `http://127.0.0.1:${port}/hooks/shop-eu`,
    env: clock,
    seed: 1, // the same seed gives the same orders
    orders: 20,
    everySeconds: 60,
  })

const { publicKey, privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const openErp = () =>
  createNetsuiteSimulator({
    account: '1234567',
    env: clock,
    clients: [{ clientId: 'client', certificateId: 'certificate', publicKey }],
    profile, // sets the account up as the connection books in it
  })
// #endregion systems

// #region credentials
const credentials = staticCredentials({
  'shop-eu': {
    values: { accessToken: secret('shop-token') },
    webhookSecrets: [secret('shop-secret')],
  },
  erp: {
    values: {
      clientId: secret('client'),
      certificateId: secret('certificate'),
      privateKey: secret(privateKey),
    },
  },
})
// #endregion credentials

/** Opens a shop whose webhooks go to a port of this machine, and an ERP that lacks one item. */
export function simulated(port: number) {
  // #region simulated
  const shop = shopAt(port)
  const erp = openErp()
  for (const { sku } of shop.articles) if (sku !== MISSING) erp.addItem({ itemId: sku })
  const isErp = ({ url }: Request) => new URL(url).hostname.endsWith('.netsuite.com')
  const env = {
    ...clock,
    fetch: (request: Request) => (isErp(request) ? erp.fetch(request) : shop.fetch(request)),
  }
  // #endregion simulated
  return { shop, erp, env, credentials }
}
