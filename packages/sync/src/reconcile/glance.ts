import type { Ref } from '@canonry/model'
import { type Connection, type Resource, readsVersion, readText } from '@canonry/pack'
import type { NewFact } from '../journal/fact.js'
import type { PullMemory } from './pull-memory.js'

/** A pulled document, as far as it is known before its mapping has read it. */
export interface Glance {
  readonly fact: NewFact
  /** This very text is in the journal already, or was known. */
  readonly isKept: boolean
  /** What it is about; absent where nothing names it, or nothing reads it. */
  readonly root?: { readonly resource: Resource; readonly ref: Ref }
  /** The version that its source gives it, if it gives any. */
  readonly version?: string
}

/** Looks at a pulled document, without reading more of it than its version. */
export function glanceAt(
  fact: NewFact,
  { connection, memory }: { readonly connection: Connection; readonly memory: PullMemory },
): Glance {
  const kept = memory.recall(fact)
  const isKept = kept !== undefined
  const resource = connection.resources[fact.resource ?? '']
  const { routingKey: id } = fact
  if (!resource || id === undefined || !readsVersion(resource, fact.apiVersion)) {
    return { fact, isKept }
  }
  const { system, account } = connection
  const root = { resource, ref: { system, account, kind: resource.kind, id } }
  const version = kept ? kept.version : versionIn(fact, resource)
  return version === undefined ? { fact, isKept, root } : { fact, isKept, root, version }
}

// what cannot be read has none; that it cannot is found out when it is read
function versionIn({ body }: NewFact, resource: Resource): string | undefined {
  try {
    return readText(new TextDecoder().decode(body)).match(
      (wire) => resource.version(wire),
      () => undefined,
    )
  } catch {
    return undefined
  }
}
