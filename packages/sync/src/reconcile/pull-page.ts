import type { PullPage, WireDocument } from '@canonry/pack'
import { sourceKey } from '@canonry/pack'
import { type Dispatching, type OpenConnection, persist } from '../effects/calling/dispatching.js'
import { knownDocuments } from '../effects/calling/known-answer.js'
import { instantOf } from '../effects/effect-notes.js'
import { documentFact } from '../journal/document-fact.js'
import { FIRST_PULL, type NewFact, RECONCILED } from '../journal/fact.js'
import { isLongKey } from '../journal/long-name.js'
import { findingKey, type RecordedFinding } from '../recorded-finding.js'
import type { Pull } from '../store/connection-row.js'
import type { FindingWrite } from '../store/writes.js'
import { absenceCounts } from './absences.js'
import { CIRCLE } from './after-failure.js'
import { afterPage, type PageStep } from './after-page.js'
import { missingFrom } from './missing.js'
import { isScan } from './next-pull.js'
import { memoryOf } from './pull-memory.js'
import { asked, type PullingFrom, recordFailure, recordStep } from './pull-step.js'
import { unknownDocuments } from './unknown-documents.js'

/** Takes the next page of a pull into the journal: what it brings and how far it went, together. */
export async function pullPage(dispatching: Dispatching, pulling: PullingFrom): Promise<void> {
  const { from, pull } = pulling
  const { connector } = from
  const ask = async () => {
    if (!connector.pull) throw new Error('the connector cannot pull')
    return knownDocuments(await connector.pull(pull.cursor, pull.since), (page) => page.documents)
  }
  const answer = await asked(dispatching, { from, ask })
  if (answer.isErr()) return recordFailure(dispatching, pulling, answer.error)
  const now = dispatching.env.now()
  const page = answer.value
  const step = afterPage(pull, { page, prefixes: prefixesOf(page.documents, from), now })
  if (step.kind === 'circle') return recordFailure(dispatching, pulling, CIRCLE)
  const missing = await missingFrom(dispatching, { pulling, page })
  if (!missing) return
  if (missing.isErr()) return recordFailure(dispatching, pulling, missing.error)
  await journalPage(dispatching, { pulling, page, step, missing: missing.value })
}

async function journalPage(
  dispatching: Dispatching,
  {
    pulling,
    page,
    step,
    missing,
  }: {
    pulling: PullingFrom
    page: PullPage
    step: PageStep & { pull: Pull }
    missing: readonly NewFact[]
  },
): Promise<void> {
  const { connection } = pulling.from
  const receivedAt = dispatching.env.now()
  const about = { connection: connection.id, origin: 'pull', receivedAt } as const
  const all = page.documents.map((document) =>
    documentFact(document, { ...about, topic: topicOf(document, pulling) }),
  )
  const memory = memoryOf(dispatching.pulled, connection.id)
  if (pulling.pull.pages === 0) memory.turn()
  const news = await persist(dispatching, () =>
    unknownDocuments(dispatching, { facts: all, connection, memory }),
  )
  if (!news) return
  const { facts } = news
  const seen = isScan(pulling.pull) ? keysOf(page.documents, pulling.from) : []
  const counts = {
    'reconcile.pages': 1,
    'reconcile.documents': all.length,
    'reconcile.unchanged': all.length - facts.length,
    ...(missing.length > 0 && absenceCounts(missing)),
  }
  const findings = shortage(step, { connection: connection.id, at: instantOf(receivedAt) })
  const recorded = { pull: step.pull, facts: [...facts, ...missing], seen, counts, findings }
  if (await recordStep(dispatching, pulling, recorded)) news.remember()
}

// a source that tells nothing by itself has nothing to be compared with
function topicOf({ resource }: WireDocument, { pull, from, rules }: PullingFrom): string {
  if (pull.purpose === 'snapshot') return 'snapshot'
  const { webhooks, resources } = from.connection
  const known = resources[resource]
  const isTold = rules?.tells?.some((name) => resources[name]?.kind === known?.kind) ?? true
  if (!webhooks || known?.untold || !isTold) return 'pull'
  return pull.isFirst ? FIRST_PULL : RECONCILED
}

function prefixesOf(documents: readonly WireDocument[], from: OpenConnection): string[] {
  const keys = documents.map((document) => keyOf({ ...document, key: '' }, from))
  return [...new Set(keys)].filter((key) => key !== '')
}

// nothing is known by a key that no store can find it by
function keysOf(documents: readonly WireDocument[], from: OpenConnection): string[] {
  return documents.filter(({ key }) => !isLongKey(key)).map((each) => keyOf(each, from))
}

/** The source key of a document's root; empty for a resource that the pack does not have. */
function keyOf({ resource, key }: WireDocument, { connection }: OpenConnection): string {
  const known = connection.resources[resource]
  if (!known) return ''
  const { system, account } = connection
  return sourceKey(known.parts[0].entity, { system, account, kind: known.kind, id: key })
}

function shortage(
  step: PageStep & { pull: Pull },
  about: Pick<RecordedFinding, 'connection' | 'at'>,
): FindingWrite[] {
  const { documents, total = 0, cursor } = step.pull
  const message = `a pull brought ${documents} documents of at least ${total}: it is done again`
  const finding: RecordedFinding = { ...about, code: 'pull-incomplete', path: '', message }
  const key = findingKey(finding)
  if (step.kind === 'short') return [{ kind: 'record', key, finding }]
  return cursor === undefined ? [{ kind: 'clear', key }] : []
}
