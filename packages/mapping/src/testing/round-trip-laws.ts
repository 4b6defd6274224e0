import assert from 'node:assert'
import fc from 'fast-check'
import { normalise } from '../normalise.js'
import { encode } from '../run/encode.js'
import { sameValue } from '../wire/same-value.js'
import {
  type AnySubject,
  check,
  decoded,
  documentsOf,
  encoded,
  type MappingLaw,
} from './subject.js'

/** Asserts that a document comes back equal in normal form. */
export function assertComesBack(subject: AnySubject, wire: unknown): void {
  const back = encoded(subject, decoded(subject, wire))
  assertSame(normalise(subject.mapping, back), normalise(subject.mapping, wire))
}

/** Asserts that an entity is what the canonical schema describes, and nothing beside it. */
export function assertCanonical({ mapping }: AnySubject, entity: unknown): void {
  assertSame(mapping.canonical.parse(entity), entity)
}

// generated objects may lack a prototype, which says nothing about JSON
function assertSame(actual: unknown, expected: unknown): void {
  if (sameValue(actual, expected)) return
  assert.deepStrictEqual(actual, expected)
  assert.fail('the values are nested too deeply to be compared')
}

const total: MappingLaw = {
  name: 'Total: every document decodes to an entity of the canonical schema',
  run: (subject) =>
    check(
      subject,
      fc.property(documentsOf(subject), (wire) => {
        assertCanonical(subject, decoded(subject, wire).entity)
      }),
    ),
}

const getPut: MappingLaw = {
  name: 'GetPut: a document that is decoded and encoded again is equal in normal form',
  run: (subject) =>
    check(
      subject,
      fc.property(documentsOf(subject), (wire) => assertComesBack(subject, wire)),
    ),
}

const putGet: MappingLaw = {
  name: 'PutGet: an entity that is encoded and decoded again is equal, with and without residue',
  run: (subject) =>
    check(
      subject,
      fc.property(documentsOf(subject), (wire) => {
        const { entity, residue } = decoded(subject, wire)
        const kept = encoded(subject, { entity, residue })
        assertSame(decoded(subject, kept).entity, entity)
        assertReadsBack(subject, { entity, residue: {} })
      }),
    ),
}

const staleResidue: MappingLaw = {
  name: 'Stale residue: the residue of one document never overrides the entity of another',
  run: (subject) =>
    check(
      subject,
      fc.property(documentsOf(subject), documentsOf(subject), (earlier, later) => {
        const { residue } = decoded(subject, earlier)
        assertReadsBack(subject, { entity: decoded(subject, later).entity, residue })
      }),
    ),
}

// a word that no table lists exists only in its own document's residue: refusing it is right
function assertReadsBack(
  subject: AnySubject,
  { entity, residue }: Parameters<typeof encoded>[1],
): void {
  const { mapping, context } = subject
  const wire = encode(mapping, entity, { context, residue: residue ?? {} })
  if (wire.isOk()) assertSame(decoded(subject, wire.value).entity, entity)
}

/** What reading and writing keep of each other. */
export const roundTripLaws: readonly MappingLaw[] = [total, getPut, putGet, staleResidue]
