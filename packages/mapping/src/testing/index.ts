import { hostileLaws } from './hostile-laws.js'
import { roundTripLaws } from './round-trip-laws.js'
import type { MappingLaw } from './subject.js'

export type { MappingLaw, MappingSubject } from './subject.js'

/**
 * What every mapping keeps, as data: any test runner loops over it.
 *
 * Laws do not see a consistently wrong mapping (`current` read from the wrong counter): prove a
 * pack with recorded documents, the model's invariants and coverage of the official spec as well.
 */
export const mappingLaws: readonly MappingLaw[] = [...roundTripLaws, ...hostileLaws]
