import { type Leaf, leaf, refuse } from '@canonry/mapping'
import type { Channel } from '@canonry/model'

const KINDS: Readonly<Record<string, Channel['kind']>> = {
  web: 'online',
  iphone: 'online',
  android: 'online',
  pos: 'store',
  shopify_draft_order: 'manual',
}

/** Where an order was sold: Shopify's `source_name`, of which apps may write any word. */
export const channel: Leaf<string, Channel> = leaf({
  name: 'channel',
  doc: 'web, iphone, android → online, pos → store, shopify_draft_order → manual, any other → unknown',
  lossless: true,
  decode: (code) =>
    typeof code === 'string'
      ? { code, kind: Object.hasOwn(KINDS, code) ? (KINDS[code] ?? 'unknown') : 'unknown' }
      : refuse('type', 'a word'),
  encode: ({ code }) => code,
})
