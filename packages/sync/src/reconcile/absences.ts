import { parseRefKey, type Ref, refKey } from '@canonry/model'
import type { Failure, WireDocument } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { type Dispatching, type OpenConnection, persist } from '../effects/calling/dispatching.js'
import { knownDocuments } from '../effects/calling/known-answer.js'
import { documentFact } from '../journal/document-fact.js'
import { ABSENT, type NewFact, RECONCILED } from '../journal/fact.js'
import { shardOf } from '../journal/shard.js'
import { sha256 } from '../sha256.js'
import type { Counts } from '../store/writes.js'
import { donePull } from './after-page.js'
import { asked, type PullingFrom, recordFailure, recordStep } from './pull-step.js'

const AT_ONCE = 50

/**
 * Asks for what is known and was in no page of a whole scan, some at a time.
 *
 * What is there after all had slipped through the pages, and is journaled; what is not there either
 * exists no longer, and that is a fact of its own.
 */
export async function compareAbsences(
  dispatching: Dispatching,
  pulling: PullingFrom,
): Promise<void> {
  const { env, store } = dispatching
  const { from, pull } = pulling
  const { prefixes, compared: after = '', startedAt: before } = pull
  const connection = from.connection.id
  const question = { connection, prefixes, after, before, limit: AT_ONCE } as const
  const keys = await persist(dispatching, () =>
    store.query<'absent'>({ kind: 'absent', ...question }),
  )
  if (!keys) return
  const last = keys.at(-1)
  if (last === undefined) {
    const done = { pull: donePull(pull, env.now()), counts: { 'reconcile.scans': 1 } }
    await recordStep(dispatching, pulling, done)
    return
  }
  const refs = keys.flatMap(refOf)
  const answer = await asked(dispatching, { from, ask: () => readKnown(from, refs) })
  if (answer.isErr()) return recordFailure(dispatching, pulling, answer.error)
  const receivedAt = env.now()
  const facts = factsOf(refs, { documents: answer.value, from, receivedAt })
  const counts = absenceCounts(facts)
  await recordStep(dispatching, pulling, {
    pull: { ...pull, compared: last, attempts: 0 },
    facts,
    counts,
  })
}

/** What a connector answers to a read, if it is an answer. */
export async function readKnown(
  { connector }: OpenConnection,
  refs: readonly Ref[],
): Promise<Result<readonly WireDocument[], Failure>> {
  return knownDocuments(await connector.read(refs), (documents) => documents)
}

/** How many of them exist no longer, and how many had slipped through the pages. */
export function absenceCounts(facts: readonly NewFact[]): Counts {
  const absent = facts.filter(({ topic }) => topic === ABSENT).length
  return { 'reconcile.absent': absent, 'reconcile.slipped': facts.length - absent }
}

/** The ref that a source key names. */
export function refOf(key: string): Ref[] {
  return parseRefKey(key.slice(key.indexOf(':') + 1)).match(
    (ref) => [ref],
    () => [],
  )
}

/** What a read of refs says: documents that are there, and that the others exist no longer. */
export function factsOf(
  refs: readonly Ref[],
  {
    documents,
    from,
    receivedAt,
  }: { documents: readonly WireDocument[]; from: OpenConnection; receivedAt: number },
): NewFact[] {
  const { connection } = from
  const about = { connection: connection.id, origin: 'pull', receivedAt } as const
  const there = documents.map((each) => documentFact(each, { ...about, topic: RECONCILED }))
  const kindOf = (name: string) => connection.resources[name]?.kind
  const found = new Set(documents.map(({ resource, key }) => `${kindOf(resource)}/${key}`))
  const gone = refs.filter(({ kind, id }) => !found.has(`${kind}/${id}`))
  return [...there, ...gone.flatMap((ref) => absenceFact(ref, { from, receivedAt }))]
}

function absenceFact(
  ref: Ref,
  { from, receivedAt }: { from: OpenConnection; receivedAt: number },
): NewFact[] {
  const { id, apiVersion, resources } = from.connection
  const resource = Object.values(resources).find(({ kind }) => kind === ref.kind)
  if (!resource) return []
  return [
    {
      connection: id,
      origin: 'pull',
      topic: ABSENT,
      shard: shardOf(id, ref.id),
      resource: resource.name,
      apiVersion,
      routingKey: ref.id,
      hash: sha256(refKey(ref), 'hex'),
      size: 0,
      receivedAt,
      headers: {},
    },
  ]
}
