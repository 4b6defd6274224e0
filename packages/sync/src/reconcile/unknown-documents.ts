import type { Connection } from '@canonry/pack'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { NewFact } from '../journal/fact.js'
import { readSafely } from '../pipeline/apply-fact.js'
import { contentHash } from '../pipeline/content-hash.js'
import type { HeardPart } from '../pipeline/heard-part.js'
import { namesIn, type Reading } from '../pipeline/read-fact.js'
import { judgeVersion } from '../pipeline/version-gate.js'
import { createWorkspace, findEntity, type Workspace } from '../pipeline/workspace.js'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'

/**
 * The pulled facts that say anything new.
 *
 * An overlap brings much that is known; that is not journaled again. While facts wait in the journal,
 * what has no version is news, since nobody can say what will be known; a version that is known by now
 * is none, whatever waits.
 */
export function unknownDocuments(
  store: TenantStore,
  { facts, connection }: { facts: readonly NewFact[]; connection: Connection },
): ResultAsync<readonly NewFact[], StoreFailure> {
  return store.query<'backlog'>({ kind: 'backlog' }).andThen((backlog) => {
    if (facts.length === 0) return okAsync(facts)
    const isCertain = backlog.facts === 0
    const read = facts.map((fact) => ({ fact, reading: readingOf(fact, connection) }))
    const refs = [...new Set(read.flatMap(({ reading }) => namesIn(reading)))]
    return store.query<'situation'>({ kind: 'situation', refs }).map((situation) => {
      const workspace = createWorkspace(situation)
      return read
        .filter(({ reading }) => isNews(workspace, { reading, connection, isCertain }))
        .map(({ fact }) => fact)
    })
  })
}

function readingOf(fact: NewFact, connection: Connection): Reading {
  return readSafely({ ...fact, seq: 0, conflicting: false }, connection).reading
}

// what cannot be read is news: somebody must see it
function isNews(
  workspace: Workspace,
  {
    reading,
    connection,
    isCertain,
  }: { reading: Reading; connection: Connection; isCertain: boolean },
): boolean {
  if (reading.kind !== 'document') return true
  const { resource, version } = reading
  if (version === undefined && !isCertain) return true
  const said = {
    resource: resource.name,
    mapping: resource.revision,
    asked: true,
    ...(version !== undefined && { version }),
  }
  return reading.parts.some((part) => {
    const bodyHash = contentHash(part.body)
    return judgeVersion({ ...said, bodyHash }, knownOf(workspace, { part, connection })) !== 'stale'
  })
}

function knownOf(
  workspace: Workspace,
  { part, connection }: { part: HeardPart; connection: Connection },
) {
  const known = findEntity(workspace, part.names)
  return known?.sources.find((row) => row.connection === connection.id && row.key === part.key)
}
