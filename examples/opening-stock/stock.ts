/** The systems of the retailer, which of them owns what lies where, and how the ledger hears of it. */
import { generateKeyPairSync } from 'node:crypto'
import {
  countsToLedger,
  movesToLedger,
  ordersToLedger,
  type StockMap,
  stockToShops,
  ticketsToLedger,
} from '@canonry/flows'
import { type Env, secret, staticCredentials } from '@canonry/pack'
import { netsuite } from '@canonry/pack-netsuite'
import { square } from '@canonry/pack-pos-square'
import { shopify } from '@canonry/pack-shopify'
import { stockLedger } from '@canonry/stock-ledger'
import { createSync, memoryStore, type Sync } from '@canonry/sync'
import { profile as bookings } from '../embed/netsuite-profile.js'

export const HOOKS = 'https://retailer.example/hooks'

/** The settings of the NetSuite account; its location 7 is the warehouse. */
export const profile = { ...bookings, location: '7', zone: 'Europe/Berlin' }

const shop = shopify.connect({ id: 'shop', shop: 'acme', stock: true })
const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: `${HOOKS}/tills` })
const erp = netsuite.connect({ id: 'erp', account: '1234567', profile, stock: true })

// #region map
const ledger = stockLedger.connect({ id: 'stock' })

const warehouse = { system: 'netsuite', account: '1234567', kind: 'location', id: '7' }
const store = { system: 'square', account: 'M1', kind: 'Location', id: 'L1' }
const inShop = (id: string) => ({ system: 'shopify', account: 'acme', kind: 'Location', id })

/** The ERP owns what lies in the warehouse, the tills what lies in the store; the shop sells from both. */
const stock: StockMap = {
  ledger,
  places: [
    { id: 'warehouse', refs: [warehouse, inShop('1')], owner: erp },
    { id: 'store', refs: [store, inShop('2')], owner: tills },
  ],
}
// #endregion map

/** A sync in which every system begins with a plan: nothing is written before that is approved. */
export function openSync(env: Env): Sync {
  const store = memoryStore()
  const common = { tenant: 'acme', store, credentials, env }
  // #region sync
  return createSync({
    ...common,
    connections: [shop, tills, erp, ledger],
    bootstrap: [shop, tills, erp, ledger],
    flows: [
      ...countsToLedger({ stock, from: [erp, tills] }),
      ...countsToLedger({ stock, from: [shop], offers: true }),
      ...ticketsToLedger({ stock, from: [tills] }),
      ...movesToLedger({ stock, from: [erp, tills] }),
      ...ordersToLedger({ stock, from: [shop], ships: 'warehouse' }),
      ...stockToShops({ stock, to: [shop], safety: () => '1' }),
    ],
  })
  // #endregion sync
}

/** What the systems are signed in to with; the simulators know the same. */
export const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const SECRETS = { token: 'token', key: 'key' } as const

const signing = {
  accessToken: secret(SECRETS.token),
  clientId: secret('client'),
  certificateId: secret('certificate'),
  privateKey: secret(KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
}
const hears = { values: signing, webhookSecrets: [secret(SECRETS.key)] }
const credentials = staticCredentials({ shop: hears, tills: hears, erp: hears, stock: {} })
