import fc from 'fast-check'
import type { Mapping } from '../declare/mapping.js'
import { arbitraryEntity } from './arbitrary-entity.js'
import { arbitraryWire } from './arbitrary-wire.js'
import type { MakeOptions } from './made.js'

/** A mapping to be proven, with its context and what is known of its documents. */
export interface MappingSubject<W, E, X> {
  readonly mapping: Mapping<W, E, X>
  readonly context: X
  /** What the mapping is called in reports; its system and entity unless said. */
  readonly name?: string
  /** Recorded documents; of them a failure shows places and types only. */
  readonly wire?: readonly unknown[]
  /** An arbitrary of documents in the place of the generated ones. */
  readonly documents?: fc.Arbitrary<unknown>
  /** An arbitrary of entities in the place of the generated ones. */
  readonly entities?: fc.Arbitrary<unknown>
  /** What documents and entities are generated with. */
  readonly overrides?: MakeOptions['overrides']
  /** Places, by pointer, at which laws need not hold. */
  readonly allows?: (pointer: string) => boolean
  /** Counts the generated values that were of no use. */
  readonly tally?: MakeOptions['tally']
  /** How many generated values each law looks at; 100 unless said. */
  readonly runs?: number
  /** Repeats a failure that a law has reported. */
  readonly seed?: number
}

/** A subject whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: laws hold for mappings of all types
export type AnySubject = MappingSubject<any, any, any>

/** The recorded documents of a subject. */
export function recordedOf({ wire = [] }: AnySubject): readonly unknown[] {
  return wire
}

/** Documents of a subject that nobody recorded. */
export function madeDocuments(subject: AnySubject): fc.Arbitrary<unknown> {
  return subject.documents ?? arbitraryWire(subject.mapping, optionsOf(subject))
}

/** All documents of a subject. */
export function documentsOf(subject: AnySubject): fc.Arbitrary<unknown> {
  const recorded = recordedOf(subject)
  const made = madeDocuments(subject)
  return recorded.length === 0 ? made : fc.oneof(fc.constantFrom(...recorded), made)
}

/** Entities of a subject that no document was needed for. */
export function entitiesOf(subject: AnySubject): fc.Arbitrary<unknown> {
  return subject.entities ?? arbitraryEntity(subject.mapping, optionsOf(subject))
}

function optionsOf({ context, overrides, tally }: AnySubject): MakeOptions {
  return {
    context,
    ...(overrides === undefined ? {} : { overrides }),
    ...(tally === undefined ? {} : { tally }),
  }
}

/** What a subject is called in reports. */
export function nameOf({ name, mapping }: AnySubject): string {
  return name ?? `${mapping.system} ${mapping.entity}`
}

/** Whether laws need not hold at a place, named by either side. */
export function isAllowed(
  { allows = () => false }: AnySubject,
  { wire, entity }: { readonly wire?: string; readonly entity?: string },
): boolean {
  return [wire, entity].some(
    (pointer) => pointer !== undefined && pointer !== '' && allows(pointer),
  )
}
