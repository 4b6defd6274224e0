import { readWire } from '@canonry/mapping'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { elementsOf, isJsonObject } from '../wire/json-object.js'
import { accepted, type RestCall, type RestClient } from './rest-client.js'

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

// a query's IN list takes at most 1,000 values, and a page as many rows
const BATCH = 500
const PAGE = 1000

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
  for (let offset = 0, more = true; more; offset += PAGE) {
    const page = await queryPage(client, { q, offset })
    if (page.isErr()) return err(page.error)
    for (const { sku, id } of page.value.items) if (!found.has(sku)) found.set(sku, id)
    more = page.value.more
  }
  return ok(found)
}

interface ItemPage {
  readonly items: readonly { readonly sku: string; readonly id: string }[]
  readonly more: boolean
}

async function queryPage(
  client: RestClient,
  { q, offset }: { q: string; offset: number },
): Promise<Result<ItemPage, Failure>> {
  const call: RestCall = {
    method: 'POST',
    path: `/query/v1/suiteql?limit=${PAGE}&offset=${offset}`,
    body: { q },
    headers: { prefer: 'transient' },
    writes: false,
  }
  const answer = await client.call(call)
  return answer
    .andThen((given) => accepted(client, { call, answer: given }))
    .andThen(({ text }) => parsePage(text))
}

function parsePage(text: string): Result<ItemPage, Failure> {
  const body = readWire(text).unwrapOr(undefined)
  if (!isJsonObject(body) || !Array.isArray(body['items'])) {
    const message = `NetSuite's answer is no query result (${text.length} characters): it is asked again`
    return err({ kind: 'transient.definite', message })
  }
  const items = elementsOf(body).flatMap(({ id, itemid }) =>
    typeof id === 'string' && typeof itemid === 'string' ? [{ id, sku: itemid }] : [],
  )
  return ok({ items, more: body['hasMore'] === true && items.length > 0 })
}
