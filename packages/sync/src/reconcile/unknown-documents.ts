import { refKey } from '@canonry/model'
import { type Connection, type Env, sourceKey } from '@canonry/pack'
import { okAsync, ResultAsync } from 'neverthrow'
import { inSlices } from '../in-slices.js'
import type { NewFact } from '../journal/fact.js'
import { readSafely } from '../pipeline/apply-fact.js'
import { contentHash } from '../pipeline/content-hash.js'
import { namesIn, type Reading } from '../pipeline/read-fact.js'
import { isKnownVersion, isNewVersion, judgeVersion } from '../pipeline/version-gate.js'
import { createWorkspace, findEntity, nameKey, type Workspace } from '../pipeline/workspace.js'
import type { SourceRow } from '../store/rows.js'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import { type Glance, glanceAt } from './glance.js'
import type { PullMemory } from './pull-memory.js'

/** A page of a pull, and what is known of where it comes from. */
interface Page {
  readonly facts: readonly NewFact[]
  readonly connection: Connection
  readonly memory: PullMemory
}

/** What of a page says anything new. */
export interface News {
  readonly facts: readonly NewFact[]
  /** Remembers the whole page; called once the news are in the journal. */
  remember(): void
}

interface Looking extends Page {
  readonly store: TenantStore
  readonly env: Pick<Env, 'elapsed' | 'sleep'>
}

/**
 * The pulled facts that say anything new.
 *
 * An overlap brings much that is known; that is not journaled again. Where a document says which version
 * it is, that mostly tells: a newer one than is known is news, and one that was journaled or known a pull
 * ago is none. Any other is read, and compared with what is known. While facts wait in the journal, what
 * has no version is news, since nobody can say what will be known. What cannot be read is news once, since
 * somebody must see it.
 */
export function unknownDocuments(
  ports: Pick<Looking, 'store' | 'env'>,
  page: Page,
): ResultAsync<News, StoreFailure> {
  const looking = { ...ports, ...page }
  if (page.facts.length === 0) return okAsync({ facts: [], remember: () => undefined })
  return ports.store.read({ limit: 1, bytes: 1 }).andThen((waiting) => {
    const isCertain = waiting.length === 0
    return ResultAsync.fromSafePromise(glanceAtAll(looking)).andThen((glances) =>
      sorted(glances, { looking, isCertain }).andThen(({ unclear, news }) =>
        newsAmong(unclear, { looking, isCertain }).map((more): News => {
          for (const glance of more) news.add(glance)
          return {
            // in the order of the page
            facts: glances.filter((glance) => news.has(glance)).map(({ fact }) => fact),
            remember: () => {
              for (const { fact, version } of glances) page.memory.keep(fact, version)
            },
          }
        }),
      ),
    )
  })
}

interface Judging {
  readonly looking: Looking
  /** Nothing waits in the journal: what is known now is all that was heard. */
  readonly isCertain: boolean
}

async function glanceAtAll({ facts, env, ...page }: Looking): Promise<readonly Glance[]> {
  const glances: Glance[] = []
  const work = (fact: NewFact) => glances.push(glanceAt(fact, page))
  await inSlices(facts, { env, work })
  return glances
}

/** What versions tell of the documents, and which must be read. */
function sorted(
  glances: readonly Glance[],
  { looking: { store, connection }, isCertain }: Judging,
): ResultAsync<{ readonly news: Set<Glance>; readonly unclear: readonly Glance[] }, StoreFailure> {
  const refs = [...new Set(glances.flatMap(({ root }) => (root ? [refKey(root.ref)] : [])))]
  return store.query<'situation'>({ kind: 'situation', refs }).map((situation) => {
    const workspace = createWorkspace(situation)
    const news = new Set<Glance>()
    const unclear: Glance[] = []
    for (const glance of glances) {
      const verdict = judgeGlance(workspace, { glance, connection, isCertain })
      if (verdict === 'news') news.add(glance)
      if (verdict === 'unclear') unclear.push(glance)
    }
    return { news, unclear }
  })
}

function judgeGlance(
  workspace: Workspace,
  {
    glance: { version, root, isKept },
    connection: { id: connection },
    isCertain,
  }: { readonly glance: Glance; readonly connection: Connection; readonly isCertain: boolean },
): 'news' | 'known' | 'unclear' {
  if (version === undefined || !root) return 'unclear'
  if (isKept && !isCertain) return 'known'
  const { resource, ref } = root
  const { entity } = resource.parts[0]
  const names = [nameKey(entity, refKey(ref))]
  const current = sourceOf(workspace, { connection, names, key: sourceKey(entity, ref) })
  if (!isKept) return isNewVersion(version, current) ? 'news' : 'unclear'
  return current && isKnownVersion({ version, resource }, current) ? 'known' : 'unclear'
}

/** Those that say anything new, of documents whose versions do not tell. */
function newsAmong(
  glances: readonly Glance[],
  { looking: { store, env, connection }, isCertain }: Judging,
): ResultAsync<readonly Glance[], StoreFailure> {
  if (glances.length === 0) return okAsync([])
  const read: { readonly glance: Glance; readonly reading: Reading }[] = []
  const work = (glance: Glance) => {
    const fact = { ...glance.fact, seq: 0, conflicting: false }
    read.push({ glance, reading: readSafely(fact, connection).reading })
  }
  return ResultAsync.fromSafePromise(inSlices(glances, { env, work })).andThen(() => {
    const refs = [...new Set(read.flatMap(({ reading }) => namesIn(reading)))]
    return store.query<'situation'>({ kind: 'situation', refs }).map((situation) => {
      const workspace = createWorkspace(situation)
      return read
        .filter((each) => isNews(workspace, { ...each, connection, isCertain }))
        .map(({ glance }) => glance)
    })
  })
}

function isNews(
  workspace: Workspace,
  {
    glance: { isKept },
    reading,
    connection: { id: connection },
    isCertain,
  }: {
    readonly glance: Glance
    readonly reading: Reading
    readonly connection: Connection
    readonly isCertain: boolean
  },
): boolean {
  if (reading.kind !== 'document') return !isKept
  const { resource, version, parts } = reading
  if (!isCertain && version === undefined) return true
  const said = {
    resource: resource.name,
    mapping: resource.revision,
    asked: true,
    ...(version !== undefined && { version }),
  }
  return parts.some(({ key, names, body }) => {
    const current = sourceOf(workspace, { connection, names, key })
    return judgeVersion({ ...said, bodyHash: contentHash(body) }, current) !== 'stale'
  })
}

function sourceOf(
  workspace: Workspace,
  { connection, names, key }: { connection: string; names: readonly string[]; key: string },
): SourceRow | undefined {
  const known = findEntity(workspace, names)
  return known?.sources.find((row) => row.connection === connection && row.key === key)
}
