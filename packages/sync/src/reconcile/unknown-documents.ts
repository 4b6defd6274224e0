import type { Connection, Env } from '@canonry/pack'
import { okAsync, ResultAsync } from 'neverthrow'
import { inSlices } from '../in-slices.js'
import type { NewFact } from '../journal/fact.js'
import { readSafely } from '../pipeline/apply-fact.js'
import { judgeVersion } from '../pipeline/version-gate.js'
import { createWorkspace, findEntity, type Workspace } from '../pipeline/workspace.js'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import { digestOf, type Pulled, type PullMemory } from './pull-memory.js'

/** What a page brought, and what is known of where it comes from. */
interface Page {
  readonly facts: readonly NewFact[]
  readonly connection: Connection
  readonly memory: PullMemory
}

/**
 * The pulled facts that say anything new.
 *
 * An overlap brings much that is known; that is not journaled again. While facts wait in the journal,
 * what has no version is news, since nobody can say what will be known; a version that is known by now
 * is none, whatever waits, nor is a text with a version that was journaled a pull ago. What cannot be
 * read is news once, since somebody must see it.
 */
export function unknownDocuments(
  { store, env }: { readonly store: TenantStore; readonly env: Pick<Env, 'elapsed' | 'sleep'> },
  page: Page,
): ResultAsync<readonly NewFact[], StoreFailure> {
  if (page.facts.length === 0) return okAsync(page.facts)
  return store.read({ limit: 1, bytes: 1 }).andThen((waiting) => {
    const isCertain = waiting.length === 0
    return ResultAsync.fromSafePromise(readAll(env, page)).andThen((read) => {
      const refs = [...new Set(read.flatMap(({ pulled }) => pulled.digest?.refKeys ?? []))]
      return store.query<'situation'>({ kind: 'situation', refs }).map((situation) => {
        const workspace = createWorkspace(situation)
        return read.flatMap(({ fact, pulled }) => {
          const { connection } = page
          if (!isNews(workspace, { fact, pulled, connection, isCertain })) return []
          pulled.isJournaled = true
          return [fact]
        })
      })
    })
  })
}

interface Read {
  readonly fact: NewFact
  readonly pulled: Pulled
}

async function readAll(
  env: Pick<Env, 'elapsed' | 'sleep'>,
  { facts, connection, memory }: Page,
): Promise<readonly Read[]> {
  const read: Read[] = []
  const work = (fact: NewFact) => {
    const pulled = memory.recall(fact) ?? firstSeen(fact, connection)
    memory.keep(fact, pulled)
    read.push({ fact, pulled })
  }
  await inSlices(facts, { env, work })
  return read
}

function firstSeen(fact: NewFact, connection: Connection): Pulled {
  const read = readSafely({ ...fact, seq: 0, conflicting: false }, connection)
  return { ...digestOf(read), isJournaled: false }
}

function isNews(
  workspace: Workspace,
  {
    fact,
    pulled: { digest, isJournaled },
    connection,
    isCertain,
  }: {
    readonly fact: NewFact
    readonly pulled: Pulled
    readonly connection: Connection
    readonly isCertain: boolean
  },
): boolean {
  if (digest === undefined) return !isJournaled
  const { version, parts } = digest
  if (!isCertain && version === undefined) return true
  if (!isCertain && isJournaled) return false
  const { resource = '' } = fact
  const said = {
    resource,
    mapping: connection.resources[resource]?.revision ?? 0,
    asked: true,
    ...(version !== undefined && { version }),
  }
  return parts.some(({ key, names, bodyHash }) => {
    const known = findEntity(workspace, names)
    const current = known?.sources.find(
      (row) => row.connection === connection.id && row.key === key,
    )
    return judgeVersion({ ...said, bodyHash }, current) !== 'stale'
  })
}
