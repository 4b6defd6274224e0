import { valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { type Article, printItem, printUnit } from './catalogue.js'
import { type Merchant, momentText } from './merchant.js'
import { pageOf } from './paging.js'
import { invalid, notFound, type Problem } from './problem.js'
import type { Route } from './route.js'
import type { Wire } from './wire.js'

const MOST = 1_000
const DEFAULT = 100

/** The catalogue, as far as stock needs it: items with their variations, and units. */
export function itemRoutes(merchant: Merchant): Route[] {
  const { articles, locations, env } = merchant
  const madeAt = env.now()
  const updatedAt = momentText(madeAt)
  const print = (article: Article): Wire =>
    printItem(article, { updatedAt, currency: locations[0]?.currency ?? 'USD' })
  const related = (shown: readonly Article[]) =>
    shown.some(({ weighed }) => weighed) ? [printUnit(updatedAt)] : []
  const objects = objectsById([...articles.map(print), printUnit(updatedAt)])
  const search = searching({ articles, print, related, madeAt })
  return [
    {
      method: 'GET',
      path: /^\/v2\/catalog\/object\/([^/]+)$/,
      answer: ({ id, query }) => {
        const found = articles.find(({ item }) => item === id)
        if (!found) return err(notFound('catalog object'))
        const isWanted = query.get('include_related_objects') === 'true'
        return ok({ object: print(found), ...(isWanted && { related_objects: related([found]) }) })
      },
    },
    {
      method: 'POST',
      path: /^\/v2\/catalog\/batch-retrieve$/,
      answer: ({ body }) => {
        const ids = body['object_ids']
        if (!Array.isArray(ids) || ids.length === 0) return err(NO_IDS)
        return ids.length > MOST
          ? err(MANY_IDS)
          : ok({ objects: [...new Set(ids)].flatMap((id) => objects.get(id) ?? []) })
      },
    },
    {
      method: 'POST',
      path: /^\/v2\/catalog\/search$/,
      answer: search,
    },
  ]
}

interface Shown {
  readonly articles: readonly Article[]
  readonly madeAt: number
  print(article: Article): Wire
  related(shown: readonly Article[]): readonly Wire[]
}

function searching({ articles, madeAt, print, related }: Shown): Route['answer'] {
  return ({ body }) => {
    if (body['query'] !== undefined) return variationsBySku(body, { articles, print })
    // a timestamp equal to begin_time is not included
    const begin = Date.parse(String(body['begin_time'] ?? '1970-01-01T00:00:00Z'))
    const shown = madeAt > begin ? articles : []
    const limit = limitOf(body['limit'])
    const { cursor: _, ...question } = body
    return pageOf(shown, { cursor: body['cursor'], limit, question }).map(
      ({ elements, cursor }) => ({
        objects: elements.map(print),
        ...(body['include_related_objects'] === true && { related_objects: related(elements) }),
        ...(cursor !== undefined && { cursor }),
        latest_time: momentText(madeAt),
      }),
    )
  }
}

const MOST_VALUES = 250

/** Variations by what an attribute of theirs is: only SKUs are asked for. */
function variationsBySku(
  body: Wire,
  given: { readonly articles: readonly Article[]; readonly print: (article: Article) => Wire },
): Result<Wire, Problem> {
  const attribute = valueAt(body, '/query/set_query/attribute_name')
  const values = valueAt(body, '/query/set_query/attribute_values')
  if (attribute !== 'sku' || !Array.isArray(values)) return err(NO_QUERY)
  if (values.length === 0 || values.length > MOST_VALUES) return err(MANY_VALUES)
  const wanted = new Set<unknown>(values)
  const found = given.articles.filter(({ sku }) => wanted.has(sku))
  const { cursor, ...question } = body
  return pageOf(found, { cursor, limit: limitOf(body['limit']), question }).map(
    ({ elements, cursor: next }) => ({
      objects: elements.flatMap((article) => variationsIn(given.print(article))),
      ...(next !== undefined && { cursor: next }),
    }),
  )
}

const NO_QUERY = invalid('INVALID_VALUE', 'variations are found by their SKU', 'query')
const MANY_VALUES = invalid('ARRAY_LENGTH_TOO_LONG', 'from 1 to 250 values', 'query.set_query')
const NO_IDS = invalid('MISSING_REQUIRED_PARAMETER', 'name at least one object', 'object_ids')
const MANY_IDS = invalid('ARRAY_LENGTH_TOO_LONG', 'at most 1000 objects', 'object_ids')

/** Items, their variations and units, each under its own id. */
function objectsById(objects: readonly Wire[]): ReadonlyMap<unknown, Wire> {
  const all = [...objects, ...objects.flatMap(variationsIn)]
  return new Map(all.map((object) => [object['id'], object]))
}

function variationsIn(object: Wire): Wire[] {
  const found = valueAt(object, '/item_data/variations')
  return Array.isArray(found) ? (found as Wire[]) : []
}

// "negative, zero, or higher than the maximum limit of 1,000": then it is ignored
function limitOf(limit: unknown): number {
  return typeof limit === 'number' && limit > 0 && limit <= MOST ? limit : DEFAULT
}
