import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { RestClient } from './rest-client.js'
import { PAGE_ROWS, queryPage } from './suiteql.js'

/** Finds items' internal ids by SKU. */
export interface ItemCatalogue {
  /** Ids by SKU; a SKU without an active item is not in the map. */
  find(skus: readonly string[]): Promise<Result<ReadonlyMap<string, string>, Failure>>
  /** Forgets everything, because an id turned out to be wrong. */
  forget(): void
}

interface Known {
  readonly id: string
  readonly until: number
}

// a query's IN list takes at most 1,000 values
const BATCH = 500

/**
 * Looks SKUs up by SuiteQL, many at a time, and remembers what it found for `ttlMs`.
 *
 * What it did not find is asked again each time, so that an order waiting for its item goes on as
 * soon as the item exists.
 */
export function createItemCatalogue(client: RestClient, ttlMs: number): ItemCatalogue {
  const known = new Map<string, Known>()

  async function find(skus: readonly string[]): Promise<Result<Map<string, string>, Failure>> {
    const now = client.now()
    const unknown = [...new Set(skus)].filter((sku) => (known.get(sku)?.until ?? 0) <= now)
    for (let start = 0; start < unknown.length; start += BATCH) {
      const found = await queryItems(client, unknown.slice(start, start + BATCH))
      if (found.isErr()) return err(found.error)
      for (const [sku, id] of found.value) known.set(sku, { id, until: now + ttlMs })
    }
    return ok(
      new Map(
        skus.flatMap((sku) => {
          const item = known.get(sku)
          return item && item.until > now ? [[sku, item.id] as const] : []
        }),
      ),
    )
  }

  return { find, forget: () => known.clear() }
}

async function queryItems(
  client: RestClient,
  skus: readonly string[],
): Promise<Result<Map<string, string>, Failure>> {
  const list = skus.map((sku) => `'${sku.replaceAll("'", "''")}'`).join(', ')
  const q = `SELECT id, itemid FROM item WHERE isinactive = 'F' AND itemid IN (${list}) ORDER BY id`
  const found = new Map<string, string>()
  for (let offset = 0, more = true; more; offset += PAGE_ROWS) {
    const page = await queryPage(client, { q, offset })
    if (page.isErr()) return err(page.error)
    for (const { id, itemid } of page.value.rows) {
      if (typeof id === 'string' && typeof itemid === 'string' && !found.has(itemid)) {
        found.set(itemid, id)
      }
    }
    more = page.value.more
  }
  return ok(found)
}
