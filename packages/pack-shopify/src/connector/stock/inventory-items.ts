import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { askGraphql, type GraphqlClient, listAt, numberIn, textAt } from './graphql.js'

/** Finds the inventory items of SKUs. */
export interface InventoryItems {
  /** Numbers of items by SKU; one that the shop does not know is not in the map. */
  find(skus: readonly string[]): Promise<Result<ReadonlyMap<string, string>, Failure>>
  /** Forgets everything, because an item turned out to be gone. */
  forget(): void
}

// a search that names more of them becomes slow, and a page holds no more than 250
const AT_ONCE = 50
const REMEMBERED_MS = 3_600_000

const ITEMS = `query Items($query: String!, $first: Int!) {
  inventoryItems(first: $first, query: $query) { nodes { id sku tracked } }
}`

/**
 * Looks SKUs up, many at a time, and remembers for an hour what it found. Of two items with one SKU
 * the older one counts.
 */
export function createInventoryItems(client: GraphqlClient): InventoryItems {
  const known = new Map<string, { readonly id: string; readonly until: number }>()

  async function find(skus: readonly string[]): Promise<Result<Map<string, string>, Failure>> {
    const now = client.now()
    const unknown = [...new Set(skus)].filter((sku) => (known.get(sku)?.until ?? 0) <= now)
    for (let start = 0; start < unknown.length; start += AT_ONCE) {
      const asked = unknown.slice(start, start + AT_ONCE)
      const found = await search(client, asked)
      if (found.isErr()) return err(found.error)
      const until = now + REMEMBERED_MS
      for (const [sku, id] of found.value) known.set(sku, { id, until })
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

async function search(
  client: GraphqlClient,
  skus: readonly string[],
): Promise<Result<Map<string, string>, Failure>> {
  // a search finds more than what is the same: https://shopify.dev/docs/api/usage/search-syntax
  const query = skus.map((sku) => `sku:${JSON.stringify(sku)}`).join(' OR ')
  const answer = await askGraphql(client, { query: ITEMS, variables: { query, first: 250 } })
  return answer.map((data) => {
    const wanted = new Set(skus)
    const found = new Map<string, string>()
    for (const node of listAt(data, '/inventoryItems/nodes')) {
      const [sku, id] = [textAt(node, '/sku'), numberIn(textAt(node, '/id'))]
      if (!wanted.has(sku) || id === '') continue
      const other = found.get(sku)
      if (other === undefined || BigInt(id) < BigInt(other)) found.set(sku, id)
    }
    return found
  })
}
