import { explainWireFailure, type MappingError, readWire } from '@canonry/mapping'
import type { Result } from 'neverthrow'
import { type DecodedPart, decodeResource } from './decode-resource.js'
import type { Resource, WireContext } from './resource.js'

/** A document read without loss, and the entities in it. */
export interface ReadDocument {
  readonly wire: unknown
  readonly parts: readonly DecodedPart[]
  /** The version that the source gives it, if it gives any. */
  readonly version?: string
}

/** Why a document cannot be read: no JSON at all, or JSON that breaks rules of the mapping. */
export type DocumentFailure =
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'unmappable'; readonly errors: readonly MappingError[] }

/** Reads a document's text, as received, into entities; never throws, whatever the text is. */
export function readDocument(
  resource: Resource,
  text: string,
  context: WireContext,
): Result<ReadDocument, DocumentFailure> {
  return readText(text).andThen((wire) =>
    decodeResource(resource, wire, context)
      .map((parts): ReadDocument => {
        const version = resource.version(wire)
        return { wire, parts, ...(version === undefined ? {} : { version }) }
      })
      .mapErr((errors): DocumentFailure => ({ kind: 'unmappable', errors })),
  )
}

/** Reads a document's text, as received, without loss; never throws, whatever the text is. */
export function readText(text: string): Result<unknown, DocumentFailure> {
  return readWire(text).mapErr((failure) => ({
    kind: 'unreadable',
    message: explainWireFailure(failure),
  }))
}
