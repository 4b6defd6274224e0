import { readWire, writeWire } from '@canonry/mapping'
import type { Ref } from '@canonry/model'
import { type Failure, type PullPage, valueAt, type WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { askGraphql, type GraphqlClient, gidOf, listAt, numberIn, textAt } from './graphql.js'
import { CIRCLE, pageAfter } from './page-after.js'

/** The resource that levels are read as. */
export const LEVEL = 'inventoryLevel@graphql'

const FIELDS = `id updatedAt item { id sku } location { id }
    quantities(names: ["available", "on_hand", "committed"]) { name quantity updatedAt }`

const ONE = `query Level($item: ID!, $location: ID!) {
  inventoryItem(id: $item) { inventoryLevel(locationId: $location) {
    ${FIELDS}
  } }
}`

/** The level of an item at a location, as Shopify answers it; `undefined` where it is not stocked there. */
export async function readLevel(
  client: GraphqlClient,
  { item, location }: { readonly item: string; readonly location: string },
): Promise<Result<unknown, Failure>> {
  const variables = { item: gidOf('InventoryItem', item), location: gidOf('Location', location) }
  const answer = await askGraphql(client, { query: ONE, variables })
  return answer.map((data) => valueAt(data, '/inventoryItem/inventoryLevel') ?? undefined)
}

/** How many are available at a level, and when that was changed last, epoch milliseconds. */
export interface Available {
  readonly quantity: number
  readonly at?: number
}

/** How many are available at a level; `undefined` where it does not say it. */
export function availableIn(level: unknown): Available | undefined {
  const found = listAt(level, '/quantities').find((each) => textAt(each, '/name') === 'available')
  const quantity = Number(String(valueAt(found, '/quantity') ?? ''))
  if (found === undefined || !Number.isSafeInteger(quantity)) return undefined
  // a quantity that was never changed has no moment of its own
  const at = Date.parse(textAt(found, '/updatedAt') || textAt(level, '/updatedAt'))
  return { quantity, ...(Number.isFinite(at) && { at }) }
}

/** The current levels of refs named `ITEM:LOCATION`. */
export async function readLevels(
  refs: readonly Ref[],
  client: GraphqlClient,
): Promise<Result<WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  for (const { id } of refs.filter(({ kind }) => kind === 'InventoryLevel')) {
    const [item = '', location = ''] = id.split(':')
    const level = await readLevel(client, { item, location })
    if (level.isErr()) return err(level.error)
    if (level.value !== undefined) documents.push(documentOf(level.value, client))
  }
  return ok(documents)
}

const LOCATIONS = `query Locations($after: String) {
  locations(first: 250, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } }
}`

const LEVELS = `query Levels($location: ID!, $after: String, $query: String) {
  location(id: $location) { inventoryLevels(first: 100, after: $after, query: $query) {
    nodes { ${FIELDS} } pageInfo { endCursor hasNextPage }
  } }
}`

/** Where a pull of levels goes on: the locations that are left, and the cursor in the first of them. */
interface Place {
  readonly locations: readonly string[]
  readonly after?: string
}

/** One page of levels: of all locations one after the other, all or what changed since. */
export async function pullLevels(
  { cursor, since }: { readonly cursor: string | undefined; readonly since?: number },
  client: GraphqlClient,
): Promise<Result<PullPage, Failure>> {
  const place = cursor === undefined ? await firstPlace(client) : ok(readPlace(cursor))
  if (place.isErr()) return err(place.error)
  const [location, ...others] = place.value.locations
  if (location === undefined) return ok({ documents: [] })
  const after = place.value.after ?? null
  const query = since === undefined ? null : `updated_at:>='${new Date(since).toISOString()}'`
  const variables = { location: gidOf('Location', location), after, query }
  const answer = await askGraphql(client, { query: LEVELS, variables })
  return answer.map((data) => {
    const list = valueAt(data, '/location/inventoryLevels')
    const documents = listAt(list, '/nodes').map((level) => documentOf(level, client))
    const next = nextPlace(list, { locations: place.value.locations, others })
    return { documents, ...(next && { next: JSON.stringify(next) }) }
  })
}

function nextPlace(
  list: unknown,
  {
    locations,
    others,
  }: { readonly locations: readonly string[]; readonly others: readonly string[] },
): Place | undefined {
  const after = pageAfter(list)
  if (after !== undefined) return { locations, after }
  return others.length > 0 ? { locations: others } : undefined
}

async function firstPlace(client: GraphqlClient): Promise<Result<Place, Failure>> {
  const locations: string[] = []
  const followed = new Set<string | undefined>()
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    if (followed.has(after)) return err(CIRCLE)
    followed.add(after)
    const answer = await askGraphql(client, {
      query: LOCATIONS,
      variables: { after: after ?? null },
    })
    if (answer.isErr()) return err(answer.error)
    const list = valueAt(answer.value, '/locations')
    locations.push(...listAt(list, '/nodes').map((node) => numberIn(textAt(node, '/id'))))
    after = pageAfter(list)
  }
  return ok({ locations: locations.sort() })
}

function readPlace(cursor: string): Place {
  const place = readWire(cursor).unwrapOr(undefined)
  const after = textAt(place, '/after')
  const locations = listAt(place, '/locations').map(String)
  return { locations, ...(after !== '' && { after }) }
}

function documentOf(level: unknown, { apiVersion }: GraphqlClient): WireDocument {
  const [item, location] = [textAt(level, '/item/id'), textAt(level, '/location/id')]
  const key = `${numberIn(item)}:${numberIn(location)}`
  return { resource: LEVEL, apiVersion, key, text: writeWire({ inventoryLevel: level }) }
}
