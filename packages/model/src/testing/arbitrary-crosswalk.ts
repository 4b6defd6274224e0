import fc from 'fast-check'
import type { Alias, EntityId, Evidence, Link } from '../identity/link.js'
import { arbitraryRef } from './arbitrary-ref.js'

/** A few ids, so that claims meet. */
export const arbitraryEntityId: fc.Arbitrary<EntityId> = fc.constantFrom(
  'e1',
  'e2',
  'e3',
  'e4',
  'e5',
)

/** Evidence of several kinds, with and without what was compared. */
export const arbitraryEvidence: fc.Arbitrary<Evidence> = fc.constantFrom(
  { kind: 'origin' },
  { kind: 'same-gtin', detail: '04006381333931' },
  { kind: 'manual', by: 'user-7', at: '2026-11-24T10:15:00+01:00' },
)

/** Claims that a name of a variant belongs to one of a few ids. */
export const arbitraryLink: fc.Arbitrary<Link> = fc.record({
  ref: arbitraryRef('Variant').map((ref) => ({ ...ref, id: String(Number(ref.id) % 5) })),
  id: arbitraryEntityId,
  evidence: arbitraryEvidence,
})

/** Claims that one of a few ids is another of them, or itself. */
export const arbitraryAlias: fc.Arbitrary<Alias> = fc.record({
  from: arbitraryEntityId,
  into: arbitraryEntityId,
  evidence: arbitraryEvidence,
})
