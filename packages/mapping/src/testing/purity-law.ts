import { decode } from '../run/decode.js'
import { encode } from '../run/encode.js'
import { copyOf } from './copy-of.js'
import { type Discrepancy, differenceOf } from './discrepancy.js'
import { lawOf, type MappingLaw } from './law.js'
import type { AnySubject } from './subject.js'

/**
 * A rule is asked as often as an engine likes, about values that belong to somebody else: it changes
 * none of them, and knows nothing but what it is told.
 */
export const purityLaw: MappingLaw = lawOf<{ readonly wire: unknown }>({
  name: 'Purity: reading and writing leave what they are given as it is, and answer the same again',
  of: 'wire',
  isPlain: true,
  draw: (_, documents) => documents.map((wire) => ({ wire })),
  find: (subject, { wire }) => {
    // what one look has changed, the next one would not find changed
    const given = copyOf(wire)
    const once = decode(subject.mapping, given, subject.context)
    const again = decode(subject.mapping, copyOf(wire), subject.context)
    const changed = differenceOf({
      what: 'reading changes the document that it is given',
      side: 'wire',
      expected: wire,
      actual: given,
    })
    if (changed || once.isErr()) return changed
    return (
      differenceOf({
        what: 'the same document reads as something else the next time',
        side: 'entity',
        expected: once.value.entity,
        actual: again.unwrapOr(undefined)?.entity,
      }) ?? writtenDifferent(subject, once.value)
    )
  },
})

type Given = Pick<Parameters<typeof encode>[2], 'residue'> & { readonly entity: unknown }

function writtenDifferent(
  { mapping, context }: AnySubject,
  { entity, residue }: Given,
): Discrepancy | undefined {
  const options = { context, ...(residue === undefined ? {} : { residue }) }
  const given = copyOf(entity)
  const once = encode(mapping, given, options)
  const again = encode(mapping, copyOf(entity), options)
  return (
    differenceOf({
      what: 'writing changes the entity that it is given',
      side: 'entity',
      expected: entity,
      actual: given,
    }) ??
    differenceOf({
      what: 'the same entity is written as something else the next time',
      side: 'wire',
      expected: once.unwrapOr(undefined),
      actual: again.unwrapOr(undefined),
    })
  )
}
