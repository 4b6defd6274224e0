import { createLookup, type Failure, type Lookup } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { askGraphql, type GraphqlClient, listAt, numberIn, textAt } from './graphql.js'

/** Finds the numbers of inventory items by SKU. */
export type InventoryItems = Lookup<string>

// a search that names more of them becomes slow, and a page holds no more than 250
const AT_ONCE = 50
const AN_HOUR = 3_600_000

const ITEMS = `query Items($query: String!, $first: Int!) {
  inventoryItems(first: $first, query: $query) { nodes { id sku tracked } }
}`

/** Looks SKUs up, and remembers them for an hour; of two items with one SKU the older one counts. */
export function createInventoryItems(client: GraphqlClient): InventoryItems {
  const ask = (skus: readonly string[]) => search(client, skus)
  return createLookup({ ask, atOnce: AT_ONCE, rememberMs: AN_HOUR, now: () => client.now() })
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
