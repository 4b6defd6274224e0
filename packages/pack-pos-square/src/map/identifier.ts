import { type Leaf, leaf, refuse } from '@canonry/mapping'

const NO_IDENTIFIER = refuse('id', 'an id')
const ANY = { kind: 'matching', pattern: '^[A-Za-z0-9-]{1,20}$' } as const

/** An id as it is; an empty one names nothing. */
export const identifier: Leaf<string, string> = leaf({
  name: 'identifier',
  doc: 'id as it is',
  lossless: true,
  domain: { wire: ANY, entity: ANY },
  decode: (wire) => (typeof wire === 'string' && wire !== '' ? wire : NO_IDENTIFIER),
  encode: (id) => (id === '' ? NO_IDENTIFIER : id),
})
