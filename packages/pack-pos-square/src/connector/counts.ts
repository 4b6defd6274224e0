import type { Failure, WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { completed } from './completed.js'
import { countNaming } from './naming.js'
import { cursorIn, following, listAt, type Source } from './source.js'

/** Which counts are asked for. */
export interface CountQuestion {
  readonly variations?: readonly string[]
  readonly locations?: readonly string[]
  readonly updatedAfter?: string
  readonly cursor?: string | undefined
}

/** A page of counts, each as a document, and the cursor of the next page. */
export interface CountPage {
  readonly documents: readonly WireDocument[]
  readonly next: string | undefined
  readonly date: string | null
}

const PATH = 'inventory/counts/batch-retrieve'
const LIMIT = 1_000

/** One page of what is in stock; only that state is asked for, since no other can be sold. */
export async function countPage(
  { variations, locations, updatedAfter, cursor }: CountQuestion,
  source: Source,
): Promise<Result<CountPage, Failure>> {
  const body = {
    states: ['IN_STOCK'],
    limit: LIMIT,
    ...(variations && { catalog_object_ids: variations }),
    ...(locations && { location_ids: locations }),
    ...(updatedAfter !== undefined && { updated_after: updatedAfter }),
    ...(cursor !== undefined && { cursor }),
  }
  const answer = await source.call({ path: PATH, body })
  if (answer.isErr()) return err(answer.error)
  const found = answer.value
  const counts = await completed(listAt(found, '/counts').map(countNaming), source)
  return counts.map((documents) => ({
    documents,
    next: cursorIn(found),
    date: found?.date ?? null,
  }))
}

/** All counts of some variations, at all locations or at those given. */
export async function allCounts(
  question: CountQuestion,
  source: Source,
): Promise<Result<WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  const follow = following()
  let cursor: string | undefined
  do {
    const page = await countPage({ ...question, cursor }, source)
    if (page.isErr()) return err(page.error)
    documents.push(...page.value.documents)
    const next = follow(page.value.next)
    if (next.isErr()) return err(next.error)
    cursor = next.value
  } while (cursor !== undefined)
  return ok(documents)
}
