import fc from 'fast-check'
import type { Mapping } from '../declare/mapping.js'
import { decode } from '../run/decode.js'
import { encode } from '../run/encode.js'
import type { Residue } from '../run/residue.js'

/** A mapping to be proven: with its context, and documents or an arbitrary of documents. */
export interface MappingSubject<W, E, X> {
  readonly mapping: Mapping<W, E, X>
  readonly context: X
  readonly wire: readonly unknown[] | fc.Arbitrary<unknown>
  /** How many documents each law looks at; 100 unless said. */
  readonly runs?: number
  /** Repeats a failure that a law has reported. */
  readonly seed?: number
}

/** A subject whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: laws hold for mappings of all types
export type AnySubject = MappingSubject<any, any, any>

/** One thing that every mapping keeps; it throws an assertion where the subject does not. */
export interface MappingLaw {
  readonly name: string
  run(subject: AnySubject): void
}

/** The subject's documents as an arbitrary. */
export function documentsOf({ wire }: AnySubject): fc.Arbitrary<unknown> {
  return isList(wire) ? fc.constantFrom(...wire) : wire
}

/** Checks a property of the subject for as many documents as it asks for. */
export function check<T>(subject: AnySubject, property: fc.IProperty<T>): void {
  const { runs = 100, seed } = subject
  fc.assert(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) })
}

/** Decodes a document of the subject; an error fails the law. */
export function decoded({ mapping, context }: AnySubject, wire: unknown) {
  return decode(mapping, wire, context).match(
    (value) => value,
    (errors) => {
      throw new Error(`decode refused the document: ${JSON.stringify(errors)}`)
    },
  )
}

/** Encodes an entity of the subject; an error fails the law. */
export function encoded(
  { mapping, context }: AnySubject,
  { entity, residue }: { readonly entity: unknown; readonly residue?: Residue },
): unknown {
  return encode(mapping, entity, { context, residue: residue ?? {} }).match(
    (wire) => wire,
    (errors) => {
      throw new Error(`encode refused the entity: ${JSON.stringify(errors)}`)
    },
  )
}

function isList(wire: AnySubject['wire']): wire is readonly unknown[] {
  return Array.isArray(wire)
}
