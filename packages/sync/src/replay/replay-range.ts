import { type Instant, instantMs, parseInstant, type Ref, refKey } from '@canonry/model'
import type { Fact } from '../journal/fact.js'
import type { JournalFilter, JournalPage, JournalQuestion } from '../journal/journal-page.js'
import { SHARD_COUNT, shardOf } from '../journal/shard.js'
import { nameOfRef } from '../name-of-ref.js'
import type { People } from '../people/people.js'
import { connectionOf } from '../receive/ingest.js'
import { answered } from '../store/answered.js'

/**
 * Which facts are read again: all that match everything that is given.
 *
 * `ref` means the documents of that name, and those that say now what the thing is.
 */
export interface ReplayRange {
  readonly connection?: string
  /** As the pack names it: `order@webhook`. */
  readonly resource?: string
  readonly ref?: Ref
  /** Received at or after. */
  readonly from?: Instant
  /** Received before. */
  readonly to?: Instant
}

const LOOKED_AT = 2_000

/** The processed facts of a range, page by page, each shard in its order. */
export async function* readRange(
  people: People,
  range: ReplayRange,
): AsyncGenerator<readonly Fact[]> {
  checkRange(people, range)
  const filter = filterOf(range)
  for (const { shard, isMeant } of await shardsOf(people, range)) {
    let after: number | undefined = 0
    while (after !== undefined) {
      const question: JournalQuestion = { shard, after, limit: LOOKED_AT, filter }
      const page: JournalPage = await answered(
        people.store.query<'journal'>({ kind: 'journal', ...question }),
      )
      yield page.facts.filter(isMeant)
      after = page.next
    }
  }
}

// nothing would be found, as if nothing had changed
function checkRange(
  { deciding: { connections } }: People,
  { connection, resource, ref }: ReplayRange,
): void {
  if (connection !== undefined) connectionOf(connections, connection)
  if (ref !== undefined) nameOfRef(ref)
  const known = new Set(
    [...connections.values()].flatMap(({ resources }) => Object.keys(resources)),
  )
  if (resource === undefined || known.has(resource)) return
  throw new Error(`no connection has a resource "${resource}": there are ${[...known].join(', ')}`)
}

function filterOf({ connection, resource, from, to }: ReplayRange): JournalFilter {
  return {
    ...(connection !== undefined && { connection }),
    ...(resource !== undefined && { resource }),
    ...(from !== undefined && { from: instantIn('from', from) }),
    ...(to !== undefined && { to: instantIn('to', to) }),
  }
}

function instantIn(name: string, text: Instant): number {
  return parseInstant(text).match(instantMs, ({ message }) => {
    throw new Error(`"${text}": ${message}; give \`${name}\` as 2026-11-27T08:00:00Z`)
  })
}

interface ShardScan {
  readonly shard: number
  isMeant(fact: Fact): boolean
}

async function shardsOf(people: People, { ref }: ReplayRange): Promise<readonly ShardScan[]> {
  if (!ref) {
    return Array.from({ length: SHARD_COUNT }, (_, shard) => ({ shard, isMeant: () => true }))
  }
  const places = await placesOf(people, ref)
  const named = namesakes(people, ref)
  const isMeant = (fact: Fact) =>
    places.has(`${fact.shard}/${fact.seq}`) ||
    (fact.routingKey === ref.id && named.has(fact.connection))
  const shards = [...named.values(), ...[...places].map((place) => Number(place.split('/')[0]))]
  return [...new Set(shards)].sort((a, b) => a - b).map((shard) => ({ shard, isMeant }))
}

// where the facts are that the sources of the thing were read from
async function placesOf({ store }: People, ref: Ref): Promise<ReadonlySet<string>> {
  const refs = [refKey(ref)]
  const { states } = await answered(store.query<'situation'>({ kind: 'situation', refs }))
  const sources = states.flatMap((state) => state.sources)
  return new Set(sources.map(({ shard, seq }) => `${shard}/${seq}`))
}

function namesakes({ deciding }: People, ref: Ref): ReadonlyMap<string, number> {
  const own = [...deciding.connections.values()].filter(
    ({ system, account }) => system === ref.system && account === ref.account,
  )
  return new Map(own.map(({ id }) => [id, shardOf(id, ref.id)]))
}
