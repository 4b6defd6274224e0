import { type Leaf, leaf, readWireId, type WireId, writeWireId } from '@canonry/mapping'

/** The till of an order: a number in most documents, a word of the app's own in some. */
export const deviceId: Leaf<WireId, string> = leaf({
  name: 'deviceId',
  doc: 'numeric id, every digit kept, or text as it is',
  loss: 'whether a numeric id was written as text',
  domain: {
    wire: {
      kind: 'any-of',
      of: [
        { kind: 'integer', min: 0, max: Number.MAX_SAFE_INTEGER },
        { kind: 'matching', pattern: '^\\d{1,20}$' },
        { kind: 'text' },
      ],
    },
    entity: {
      kind: 'any-of',
      of: [{ kind: 'matching', pattern: '^\\d{1,20}$' }, { kind: 'text' }],
    },
  },
  decode: (wire) => (typeof wire === 'string' ? wire : readWireId(wire)),
  encode: (id) => (/^\d{1,64}$/.test(id) ? writeWireId(id) : id),
})
