import type { Failure, PullPage } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { ShopifyOptions } from './options.js'
import { type OrderSource, pullOrders } from './orders.js'
import type { GraphqlClient } from './stock/graphql.js'
import { pullLevels } from './stock/levels.js'

/** What a page of a pull is asked of. */
export interface PullSource {
  readonly source: OrderSource
  readonly client: GraphqlClient
  readonly options: Pick<ShopifyOptions, 'stock'>
}

const LEVELS = 'levels'

/** One page of a shop: its orders, and behind them, where stock is asked for, its levels. */
export async function pullAll(
  { cursor, since }: { readonly cursor: string | undefined; readonly since: number | undefined },
  { source, client, options }: PullSource,
): Promise<Result<PullPage, Failure>> {
  const bounds = since === undefined ? {} : { since }
  if (cursor?.startsWith(LEVELS)) {
    const inside = cursor.slice(LEVELS.length)
    const page = await pullLevels({ cursor: inside === '' ? undefined : inside, ...bounds }, client)
    return page.map(({ next, ...rest }) => ({
      ...rest,
      ...(next !== undefined && { next: `${LEVELS}${next}` }),
    }))
  }
  const page = await pullOrders({ cursor, ...bounds }, source)
  return page.map((found) =>
    options.stock && found.next === undefined ? { ...found, next: LEVELS } : found,
  )
}
