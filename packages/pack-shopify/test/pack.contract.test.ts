import { createHmac } from 'node:crypto'
import { staticCredentials, systemEnv } from '@canonry/pack'
import { packContract } from '@canonry/pack/testing'
import { describe, it } from 'vitest'
import { shopify } from '../src/index.js'

const body = '{"id":1,"name":"#1"}'
const header = 'x-shopify-hmac-sha256'
const signature = createHmac('sha256', 'secret').update(body).digest('base64')
const ports = { env: systemEnv(), credentials: staticCredentials({ shop: {} }) }
const subject = {
  pack: shopify,
  connector: shopify.connect({ id: 'shop', shop: 'acme' }).open(ports),
  signed: { url: 'https://x', body, secret: 'secret', header, headers: { [header]: signature } },
}

describe('the Shopify pack', () => {
  for (const { name, appliesTo, run } of packContract) {
    it.skipIf(appliesTo?.(subject) === false)(name, () => run(subject))
  }
})
