import { type Leaf, leaf, refuse } from '@canonry/mapping'
import type { Channel } from '@canonry/model'

const KINDS: Readonly<Record<string, Channel['kind']>> = {
  web: 'online',
  iphone: 'online',
  android: 'online',
  pos: 'store',
  shopify_draft_order: 'manual',
}

const SOME_APP = '580111'
const WORDS = [...Object.keys(KINDS), SOME_APP]

/** Where an order was sold: Shopify's `source_name`, of which apps may write any word. */
export const channel: Leaf<string, Channel> = leaf({
  name: 'channel',
  doc: 'web, iphone, android → online, pos → store, shopify_draft_order → manual, any other → unknown',
  lossless: true,
  domain: {
    wire: { kind: 'any-of', of: [{ kind: 'words', words: WORDS }, { kind: 'text' }] },
    entity: { kind: 'words', words: WORDS.map(channelOf) },
  },
  decode: (code) => (typeof code === 'string' ? channelOf(code) : refuse('type', 'a word')),
  encode: ({ code }) => code,
})

function channelOf(code: string): Channel {
  return { code, kind: Object.hasOwn(KINDS, code) ? (KINDS[code] ?? 'unknown') : 'unknown' }
}
