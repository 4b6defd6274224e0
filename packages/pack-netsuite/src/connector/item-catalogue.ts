import { createLookup, type Failure, type Lookup } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { RestClient } from './rest-client.js'
import { PAGE_ROWS, queryPage } from './suiteql.js'

/** Finds active items' internal ids by SKU. */
export type ItemCatalogue = Lookup<string>

// a query's IN list takes at most 1,000 values
const BATCH = 500

/** Looks SKUs up by SuiteQL, and remembers what it found for `ttlMs`. */
export function createItemCatalogue(client: RestClient, ttlMs: number): ItemCatalogue {
  const ask = (skus: readonly string[]) => queryItems(client, skus)
  return createLookup({ ask, atOnce: BATCH, rememberMs: ttlMs, now: () => client.now() })
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
