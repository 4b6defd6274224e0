import { traceRules } from '../declare/trace.js'
import { agreementLaw } from './agreement-law.js'
import { editLaw } from './edit-law.js'
import { exerciseLaw } from './exercise-law.js'
import { hostileLaws } from './hostile-laws.js'
import { keyLaw } from './key-law.js'
import type { MappingLaw } from './law.js'
import { lossLaw } from './loss-law.js'
import { patchLaws } from './patch-laws.js'
import { purityLaw } from './purity-law.js'
import { roundTripLaws } from './round-trip-laws.js'

export { arbitraryEntity } from './arbitrary-entity.js'
export { arbitraryWire } from './arbitrary-wire.js'
export { type Compared, type Discrepancy, differenceOf } from './discrepancy.js'
export type { FoundRule } from './find-rule.js'
export { lawOf, type MappingLaw, type Trial } from './law.js'
export type { LawBreak, Sample } from './law-break.js'
export { arbitraryEntityOf, arbitraryWireOf, type LeafContext } from './leaf-arbitraries.js'
export type { MakeOptions, Overrides, Tally } from './made.js'
export { printBreak, shapeOf } from './print-break.js'
export { reduceValue } from './reduce-value.js'
export type { AnySubject, MappingSubject } from './subject.js'

// whoever imports this first will be told the lines of the rules of what is imported later
traceRules()

/**
 * What every mapping keeps, as data: any test runner loops over it.
 *
 * Laws do not see a consistently wrong mapping (`current` read from the wrong counter): prove a
 * pack with recorded documents, the model's invariants and coverage of the official spec as well.
 */
export const mappingLaws: readonly MappingLaw[] = [
  purityLaw,
  ...roundTripLaws,
  editLaw,
  ...patchLaws,
  ...hostileLaws,
  agreementLaw,
  exerciseLaw,
  keyLaw,
  lossLaw,
]
