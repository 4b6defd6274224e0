import fc from 'fast-check'
import { patch } from '../derive/patch.js'
import { encode } from '../run/encode.js'
import { applied, bare, writable } from './apply-patch.js'
import { differenceOf } from './discrepancy.js'
import { lawOf } from './law.js'
import { withDecoded, withEncoded } from './round-trip-laws.js'
import { documentsOf } from './subject.js'

const identity = lawOf<{ readonly wire: unknown }>({
  name: 'Patch identity: between equal entities there is nothing to change',
  of: 'wire',
  isPlain: true,
  draw: (_, documents) => documents.map((wire) => ({ wire })),
  find: (subject, { wire }) =>
    withDecoded(subject, wire, ({ entity, residue }) => {
      const pair = { before: entity, after: structuredClone(entity) }
      const what = 'a patch between equal entities changes something'
      return patch(subject.mapping, pair, { context: subject.context, residue }).match(
        ({ changes, unwritten }) => {
          const [first] = [...changes, ...unwritten]
          return first && { what, entity: first.entity }
        },
        () => ({ what: 'a patch between equal entities is refused' }),
      )
    }),
})

const effect = lawOf<{ readonly wire: unknown; readonly later: unknown }>({
  name: 'Patch: applied to the document that says one entity, it makes it say the other',
  of: 'wire',
  draw: (subject, documents) => fc.record({ wire: documents, later: documentsOf(subject) }),
  find: (subject, { wire, later }) => {
    const mapping = writable(subject.mapping)
    const free = { ...subject, mapping }
    return withDecoded(free, wire, ({ entity: before, residue }) =>
      withDecoded(free, later, ({ entity: after }) => {
        const options = { context: subject.context, residue }
        // what cannot be written over this residue cannot be patched either
        const target = encode(mapping, after, options)
        if (target.isErr()) return undefined
        return withEncoded(free, { entity: before, residue }, (document) =>
          patch(mapping, { before, after }, options).match(
            ({ changes }) =>
              differenceOf({
                what: 'the patched document does not say the other entity',
                side: 'wire',
                expected: bare(target.value),
                actual: bare(applied(mapping, document, changes)),
              }),
            ([first]) => ({ what: `a patch of what can be written is refused: ${first?.kind}` }),
          ),
        )
      }),
    )
  },
})

/** What patches keep. */
export const patchLaws = [identity, effect] as const
