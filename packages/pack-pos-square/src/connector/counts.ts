import type { Failure, WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { cursorIn, documentOf, listAt, type Source, textIn } from './source.js'

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
  { call, apiVersion }: Source,
): Promise<Result<CountPage, Failure>> {
  const body = {
    states: ['IN_STOCK'],
    limit: LIMIT,
    ...(variations && { catalog_object_ids: variations }),
    ...(locations && { location_ids: locations }),
    ...(updatedAfter !== undefined && { updated_after: updatedAfter }),
    ...(cursor !== undefined && { cursor }),
  }
  const answer = await call({ path: PATH, body })
  return answer.map((found) => ({
    documents: listAt(found, '/counts').map((count) =>
      documentOf('inventoryCount@rest', { key: keyOf(count), wire: { count }, apiVersion }),
    ),
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
  let cursor: string | undefined
  do {
    const page = await countPage({ ...question, cursor }, source)
    if (page.isErr()) return err(page.error)
    documents.push(...page.value.documents)
    cursor = page.value.next
  } while (cursor !== undefined)
  return ok(documents)
}

// as the mapping names a position: what is counted, and where
function keyOf(count: unknown): string {
  return `${textIn(count, '/catalog_object_id')}:${textIn(count, '/location_id')}`
}
