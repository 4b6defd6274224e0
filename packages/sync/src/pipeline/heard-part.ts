import { refKey } from '@canonry/model'
import { type DecodedPart, sourceKey } from '@canonry/pack'
import { nameKey } from './workspace.js'

/** One entity that a document tells about, and what it is called; told once for all who ask. */
export interface HeardPart extends DecodedPart {
  /** The key of the state that its source has of it. */
  readonly key: string
  /** Its refs as `refKey` prints them, its own first. */
  readonly refKeys: readonly string[]
  /** Its refs as names of its kind of entity, in the same order. */
  readonly names: readonly string[]
}

/** An entity of a document with its names. */
export function toHeard({ entity, ref, body, residue, findings }: DecodedPart): HeardPart {
  const key = sourceKey(entity, ref)
  const refKeys = body.refs.map(refKey)
  const names = refKeys.map((each) => nameKey(entity, each))
  return { entity, ref, body, residue, findings, key, refKeys, names }
}
