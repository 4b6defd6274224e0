import { isJsonObject } from '@canonry/mapping'
import { valueAt, type WireDocument } from '@canonry/pack'
import { countPage } from './counts.js'
import { cursorIn, documentOf, listAt, textIn } from './source.js'
import { after, momentOf, type Stage } from './stage.js'

/** What is in stock, of every variation at every location. */
export const countStage: Stage = async ({ since, cursor }, source) => {
  const page = await countPage({ ...updatedAfter(since), cursor }, source)
  return page.map(({ documents, next, date }) => ({ documents, ...after(next), date }))
}

const LIMIT = 1_000

/** Physical counts, adjustments and transfers, in the order in which they occurred. */
export const changeStage: Stage = async ({ since, cursor }, { call, apiVersion }) => {
  const { updatedAfter: updated_after } = updatedAfter(since)
  const body = {
    limit: LIMIT,
    ...(updated_after !== undefined && { updated_after }),
    ...(cursor !== undefined && { cursor }),
  }
  const answer = await call({ path: 'inventory/changes/batch-retrieve', body })
  return answer.map((found) => ({
    documents: listAt(found, '/changes').flatMap((change) => changeDocument(change, apiVersion)),
    ...after(cursorIn(found)),
    date: found?.date ?? null,
  }))
}

// "after the given time": what changed in that very millisecond is wanted, too
function updatedAfter(since: number | undefined): { updatedAfter?: string } {
  return since === undefined ? {} : { updatedAfter: momentOf(Math.max(0, since - 1)) }
}

const RESOURCES = {
  physical_count: 'inventoryPhysicalCount@rest',
  adjustment: 'inventoryAdjustment@rest',
  transfer: 'inventoryTransfer@rest',
} as const

function changeDocument(change: unknown, apiVersion: string): WireDocument[] {
  if (!isJsonObject(change)) return []
  return Object.entries(RESOURCES).flatMap(([name, resource]) => {
    const key = textIn(change, `/${name}/id`)
    return valueAt(change, `/${name}`) === undefined || key === ''
      ? []
      : [documentOf(resource, { key, wire: change, apiVersion })]
  })
}
