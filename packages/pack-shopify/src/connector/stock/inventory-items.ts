import { createLookup, type Failure, type Lookup, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { askGraphql, type GraphqlClient, listAt, numberIn, textAt } from './graphql.js'
import { CIRCLE, pageAfter } from './page-after.js'

/** The numbers of the inventory items that have a SKU, the oldest first: more than one where several do. */
export type ItemNumbers = readonly [string, ...string[]]

/** Finds the numbers of inventory items by SKU. */
export type InventoryItems = Lookup<ItemNumbers>

// a search that names more of them becomes slow, and a page holds no more than 250
const AT_ONCE = 50
const AN_HOUR = 3_600_000

const ITEMS = `query Items($query: String!, $first: Int!, $after: String) {
  inventoryItems(first: $first, after: $after, query: $query) {
    nodes { id sku tracked } pageInfo { endCursor hasNextPage }
  }
}`

/** Looks SKUs up, and remembers them for an hour. */
export function createInventoryItems(client: GraphqlClient): InventoryItems {
  const ask = (skus: readonly string[]) => search(client, skus)
  return createLookup({
    ask,
    ...{ atOnce: AT_ONCE, rememberMs: AN_HOUR, now: () => client.now() },
    // as soon as one of two has another SKU, the other is meant
    remembers: ({ length }) => length === 1,
  })
}

async function search(
  client: GraphqlClient,
  skus: readonly string[],
): Promise<Result<Map<string, ItemNumbers>, Failure>> {
  // a search finds more than what is the same: https://shopify.dev/docs/api/usage/search-syntax
  const query = skus.map((sku) => `sku:${JSON.stringify(sku)}`).join(' OR ')
  const numbers = new Map<string, Set<string>>(skus.map((sku) => [sku, new Set()]))
  const followed = new Set<string | undefined>()
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    if (followed.has(after)) return err(CIRCLE)
    followed.add(after)
    const variables = { query, first: 250, after: after ?? null }
    const answer = await askGraphql(client, { query: ITEMS, variables })
    if (answer.isErr()) return err(answer.error)
    const list = valueAt(answer.value, '/inventoryItems')
    for (const node of listAt(list, '/nodes')) {
      const id = numberIn(textAt(node, '/id'))
      if (id !== '') numbers.get(textAt(node, '/sku'))?.add(id)
    }
    after = pageAfter(list)
  }
  return ok(new Map([...numbers].flatMap(oldestFirst)))
}

function oldestFirst([sku, ids]: readonly [string, ReadonlySet<string>]): [string, ItemNumbers][] {
  const [first, ...others] = [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  return first === undefined ? [] : [[sku, [first, ...others]]]
}
