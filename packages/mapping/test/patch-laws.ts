import { type AnyMapping, decode, encode, type Mapping, patch } from '@canonry/mapping'
import fc from 'fast-check'
import { expect } from 'vitest'
import { applied, bare, writable } from '../src/testing/apply-patch.js'

/** A mapping with documents that it reads, to be proven of patches. */
export interface PatchSubject {
  // biome-ignore lint/suspicious/noExplicitAny: the laws hold for mappings of all types
  readonly mapping: Mapping<any, any, any> & AnyMapping
  readonly context: object
  readonly documents: fc.Arbitrary<unknown>
}

/** What patches of every mapping keep. */
export const patchLaws: readonly { name: string; run(subject: PatchSubject): void }[] = [
  {
    name: 'is empty between equal entities',
    run: ({ mapping, context, documents }) =>
      fc.assert(
        fc.property(documents, (wire) => {
          const { entity, residue } = decode(mapping, wire, context)._unsafeUnwrap()
          const pair = { before: entity, after: structuredClone(entity) }
          const found = patch(mapping, pair, { context, residue })._unsafeUnwrap()
          expect(found).toMatchObject({ changes: [], unwritten: [] })
        }),
      ),
  },
  {
    name: 'makes the document that says one entity say the other',
    run: ({ mapping, context, documents }) => {
      const all = writable(mapping)
      fc.assert(
        fc.property(documents, documents, (earlier, later) => {
          const { entity: before, residue } = decode(all, earlier, context)._unsafeUnwrap()
          const { entity: after } = decode(all, later, context)._unsafeUnwrap()
          const options = { context, residue }
          const target = encode(all, after, options)
          fc.pre(target.isOk())
          const found = patch(all, { before, after }, options)._unsafeUnwrap()
          const document = encode(all, before, options)._unsafeUnwrap()
          expect(bare(applied(document, found.changes))).toEqual(bare(target._unsafeUnwrap()))
        }),
        { numRuns: 300 },
      )
    },
  },
  {
    name: 'refuses only what no operation changes, and never changes anything else',
    run: ({ mapping, context, documents }) => {
      const all = writable(mapping)
      fc.assert(
        fc.property(documents, documents, (earlier, later) => {
          const { entity: before, residue } = decode(mapping, earlier, context)._unsafeUnwrap()
          const { entity: after } = decode(mapping, later, context)._unsafeUnwrap()
          const options = { context, residue }
          const free = patch(all, { before, after }, options)
          fc.pre(free.isOk())
          const bound = patch(mapping, { before, after }, options)
          const places = new Set(free._unsafeUnwrap().changes.map(({ entity }) => entity))
          const named = bound.isOk()
            ? bound.value.changes.map(({ entity }) => entity)
            : bound.error.map((refusal) => {
                expect(refusal.kind).toBe('read-only')
                return refusal.kind === 'read-only' ? refusal.entity : ''
              })
          for (const entity of named) expect(places).toContain(entity)
        }),
      )
    },
  },
]
