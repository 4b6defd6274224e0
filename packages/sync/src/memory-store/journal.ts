import { fitting } from '../fitting.js'
import { isWanted, type JournalPage, type JournalQuestion } from '../journal/journal-page.js'
import { JOURNAL_BYTES } from '../store/store-limits.js'
import type { Tables } from './tables.js'

/** A page of processed facts; see the queries of a store. */
export function journal(
  { facts, cursors }: Tables,
  { shard, after, limit, filter = {} }: JournalQuestion,
): JournalPage {
  const cursor = cursors.get(shard) ?? 0
  const to = Math.min(after + limit, cursor)
  const wanted = (facts.get(shard) ?? []).slice(after, to).filter((fact) => isWanted(fact, filter))
  const sizes = wanted.map(({ body, size }) => (body ? size : 0))
  const page = wanted.slice(0, fitting(sizes, JOURNAL_BYTES))
  const last = page.length < wanted.length ? (page.at(-1)?.seq ?? to) : to
  return { facts: page, ...(last < cursor && { next: last }) }
}
