import { createLookup, type Failure, type Lookup } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { RestClient } from './rest-client.js'
import { PAGE_ROWS, queryPage } from './suiteql.js'

/** Finds the internal ids of active items by SKU: mostly one, the oldest first. */
export type ItemCatalogue = Lookup<readonly string[]>

// a query's IN list takes at most 1,000 values
const BATCH = 500

/** Looks SKUs up by SuiteQL, and remembers what it found for `ttlMs`. */
export function createItemCatalogue(client: RestClient, ttlMs: number): ItemCatalogue {
  const ask = (skus: readonly string[]) => queryItems(client, skus)
  return createLookup({
    ask,
    ...{ atOnce: BATCH, rememberMs: ttlMs, now: () => client.now() },
    // as soon as one of two has another name, the other is meant
    remembers: ({ length }) => length === 1,
  })
}

async function queryItems(
  client: RestClient,
  skus: readonly string[],
): Promise<Result<Map<string, readonly string[]>, Failure>> {
  const list = skus.map((sku) => `'${sku.replaceAll("'", "''")}'`).join(', ')
  const q = `SELECT id, itemid FROM item WHERE isinactive = 'F' AND itemid IN (${list}) ORDER BY id`
  const found = new Map<string, readonly string[]>()
  for (let offset = 0, more = true; more; offset += PAGE_ROWS) {
    const page = await queryPage(client, { q, offset })
    if (page.isErr()) return err(page.error)
    for (const { id, itemid } of page.value.rows) {
      if (typeof id === 'string' && typeof itemid === 'string') {
        found.set(itemid, [...(found.get(itemid) ?? []), id])
      }
    }
    more = page.value.more
  }
  return ok(found)
}

/** The one item of a SKU; none where there is none, or several and nobody knows which of them is meant. */
export function onlyItem(
  found: ReadonlyMap<string, readonly string[]>,
  sku: string,
): string | undefined {
  const ids = found.get(sku) ?? []
  return ids.length === 1 ? ids[0] : undefined
}

/** Why no item was found for a SKU, and what to do: `go` says what goes on by itself then. */
export function sayNoItem(
  found: ReadonlyMap<string, readonly string[]>,
  { sku, or, go }: { readonly sku: string; readonly or: string; readonly go: string },
): string {
  const ids = found.get(sku) ?? []
  const why =
    ids.length > 1
      ? `NetSuite has ${ids.length} active items "${sku}" (internal ids ${ids.join(', ')}), and nobody says which is meant: rename or inactivate all but one`
      : `NetSuite has no active item "${sku}": create it with exactly this item name, make the inactive one active again where there is one`
  return `${why}, or ${or}. The ${go} goes on by itself then`
}
