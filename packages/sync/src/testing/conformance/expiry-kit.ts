import { refKey } from '@canonry/model'
import type { Fact, NewFact } from '../../journal/fact.js'
import type { JournalPage, JournalQuestion } from '../../journal/journal-page.js'
import type { Expiry } from '../../store/expiry.js'
import type { SourceRow } from '../../store/rows.js'
import { type Bench, factOf, got, refOf, START } from './bench.js'
import { CUSTOMER } from './known-order.js'

/** The moment at which bodies expire; what cases write is a day older. */
export const LATER = START + 86_400_000
/** The shard of all facts. */
export const SHARD = 3

/** Journals facts about one order each, and processes all of them. */
export async function heard(
  bench: Bench,
  facts: readonly (Partial<NewFact> & { readonly hash: string })[],
): Promise<void> {
  const { store, commit } = bench
  const from = (await factsOf(bench)).length
  const fresh = facts.map((change) => factOf({ subjects: [CUSTOMER], ...change }))
  await got(store.append({ now: START, facts: fresh, counts: {} }))
  await commit({ cursors: [{ shard: SHARD, from, to: from + facts.length }] })
}

/** Says that a fact is the last that the shop said of an order. */
export async function saidLast(bench: Bench, id: string, ...[seq, more = {}]: Said): Promise<void> {
  await bench.commit({ sources: [{ ...sourceOf(id, seq), ...more }], links: [linkOf(id)] })
}

type Said = [seq: number, more?: Partial<SourceRow>]

/** A beat that lets bodies expire. */
export const beat = ({ store, epoch }: Bench, expire: Expiry) =>
  got(store.maintain({ kind: 'beat', now: LATER, epoch, expire }))

/** The processed facts. */
export async function factsOf({ store }: Bench): Promise<readonly Fact[]> {
  const facts: Fact[] = []
  let after: number | undefined = 0
  while (after !== undefined) {
    const question: JournalQuestion = { shard: SHARD, after, limit: 2_000 }
    const page: JournalPage = await got(store.query<'journal'>({ kind: 'journal', ...question }))
    facts.push(...page.facts)
    after = page.next
  }
  return facts
}

/** Hashes of what is there, and of what has expired. */
export const shown = async (bench: Bench) => {
  const facts = await factsOf(bench)
  return {
    there: facts.flatMap(({ hash, body }) => (body ? [hash] : [])),
    expired: facts.flatMap(({ hash, expired }) => (expired ? [hash] : [])),
  }
}

/** A counter. */
export const counted = async ({ store }: Bench, name: string) =>
  (await got(store.query<'counters'>({ kind: 'counters' })))[name] ?? 0

/** What the shop says of an order. */
export function sourceOf(id: string, seq: number): SourceRow {
  const told = { body: { number: id }, bodyHash: 'hash', residue: '', mapping: 1 }
  const key = `order:${refKey(refOf(id))}`
  const name = { connection: 'shop', resource: 'order@rest', key, entity: 'order', id } as const
  return { ...name, ...told, shard: SHARD, seq }
}

/** The name of an order. */
export const linkOf = (id: string) =>
  ({ entity: 'order', id, ref: refOf(id), evidence: 'fact' }) as const

/** All effects. */
export const effectsOf = ({ store }: Bench) =>
  got(store.query<'effects'>({ kind: 'effects', limit: 5_000 }))
