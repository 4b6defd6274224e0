import { err } from 'neverthrow'
import { completed } from './completed.js'
import { countPage } from './counts.js'
import { changeNaming } from './naming.js'
import { cursorIn, listAt, type Source, textIn } from './source.js'
import { after, momentOf, type Stage } from './stage.js'

/** What is in stock, of every variation at every location. */
export const countStage: Stage = async ({ since, cursor }, source) => {
  const page = await countPage({ ...updatedAfter(since), cursor }, source)
  return page.map(({ documents, next, date }) => ({ documents, ...after(next), date }))
}

/** What reading changes of stock needs. */
export interface StockSource extends Source {
  /** Whether what sales take out of stock is wanted. */
  readonly changesBySale: boolean
}

const LIMIT = 1_000

const SOLD = 'SOLD'

/** Physical counts, adjustments and transfers, in the order in which they occurred. */
export const changeStage: Stage<StockSource> = async ({ since, cursor }, source) => {
  const { updatedAfter: updated_after } = updatedAfter(since)
  const body = {
    limit: LIMIT,
    ...(updated_after !== undefined && { updated_after }),
    ...(cursor !== undefined && { cursor }),
  }
  const answer = await source.call({ path: 'inventory/changes/batch-retrieve', body })
  if (answer.isErr()) return err(answer.error)
  const found = answer.value
  const wanted = listAt(found, '/changes').filter(
    (change) => source.changesBySale || textIn(change, '/adjustment/to_state') !== SOLD,
  )
  const changes = await completed(wanted.flatMap(changeNaming), source)
  return changes.map((documents) => ({
    documents,
    ...after(cursorIn(found)),
    date: found?.date ?? null,
  }))
}

// "after the given time": what changed in that very millisecond is wanted, too
function updatedAfter(since: number | undefined): { updatedAfter?: string } {
  return since === undefined ? {} : { updatedAfter: momentOf(Math.max(0, since - 1)) }
}
