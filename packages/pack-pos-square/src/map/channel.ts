import { type Leaf, leaf, refuse } from '@canonry/mapping'
import type { Channel } from '@canonry/model'

// names of Square's own products; Square publishes no list of them, and applications give their own
const KINDS: Readonly<Record<string, Channel['kind']>> = {
  'Square Point of Sale': 'store',
  'Point of Sale': 'store',
  'Square Terminal': 'store',
  'Square Register': 'store',
  'Square Online': 'online',
  'Square Virtual Terminal': 'manual',
  'Square Dashboard': 'manual',
}
const WORDS = [...Object.keys(KINDS), 'An app of others']

/** Where an order was sold: the name of its source, of which applications may write any word. */
export const channel: Leaf<string, Channel> = leaf({
  name: 'channel',
  doc: 'Square Point of Sale, Register, Terminal → store, Square Online → online, Virtual Terminal, Dashboard → manual, any other → unknown',
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
