import { type Ref, refKey } from '@canonry/model'
import { createLookup, type Failure, type Intent, type Lookup } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { type Call, cursorIn, following, listAt, textIn } from './source.js'

/** Finds the ids of variations by SKU: more than one where several have it. */
export type Variations = Lookup<readonly string[]>

// the specification, CatalogQuerySet: "at most 250"
const AT_ONCE = 250
const REMEMBERED_MS = 600_000

/** Looks SKUs up in the catalogue, and remembers for ten minutes what it found. */
export function createVariations(call: Call, now: () => number): Variations {
  return createLookup({
    ask: (skus) => search(skus, call),
    ...{ atOnce: AT_ONCE, rememberMs: REMEMBERED_MS, now },
    // as soon as one of two has another SKU, the other is meant
    remembers: ({ length }) => length === 1,
  })
}

async function search(
  skus: readonly string[],
  call: Call,
): Promise<Result<ReadonlyMap<string, readonly string[]>, Failure>> {
  const found = new Map<string, Set<string>>(skus.map((sku) => [sku, new Set()]))
  const follow = following()
  let cursor: string | undefined
  do {
    const answer = await call({ path: 'catalog/search', body: { ...queryOf(skus), cursor } })
    if (answer.isErr()) return err(answer.error)
    for (const object of listAt(answer.value, '/objects')) {
      found.get(textIn(object, '/item_variation_data/sku'))?.add(textIn(object, '/id'))
    }
    const next = follow(cursorIn(answer.value))
    if (next.isErr()) return err(next.error)
    cursor = next.value
  } while (cursor !== undefined)
  return ok(new Map([...found].flatMap(known)))
}

function queryOf(skus: readonly string[]): object {
  const set_query = { attribute_name: 'sku', attribute_values: skus }
  return { object_types: ['ITEM_VARIATION'], query: { set_query } }
}

function known([sku, ids]: readonly [string, ReadonlySet<string>]): [string, readonly string[]][] {
  return ids.size === 0 ? [] : [[sku, [...ids].sort()]]
}

/** What linking goods by their SKU needs. */
export interface Linking {
  readonly account: string
  readonly variations: Variations
}

/**
 * Intents with a link to the variation that their goods are, where the crosswalk has none: that of
 * their SKU. Goods that are not found stay as they are; a SKU of several variations is a failure that
 * names them.
 */
export async function linkBySku(
  intents: readonly Intent[],
  { account, variations }: Linking,
): Promise<readonly Result<Intent, Failure>[]> {
  const wanted = intents.map((intent) => unlinkedIn(intent, account))
  const skus = wanted.flatMap((goods) => goods?.sku ?? [])
  if (skus.length === 0) return intents.map((intent) => ok(intent))
  const found = await variations.find(skus)
  return intents.map((intent, index) => {
    const goods = wanted[index]
    if (goods === undefined) return ok(intent)
    return found.andThen((all) => linked(intent, { goods, ids: all.get(goods.sku) ?? [], account }))
  })
}

interface Unlinked {
  readonly variant: Ref
  readonly sku: string
}

function unlinkedIn({ body, links }: Intent, account: string): Unlinked | undefined {
  const { variant, sku } = (body ?? {}) as { readonly variant?: Ref; readonly sku?: string }
  if (!variant || !sku || links[refKey(variant)]) return undefined
  const isOwn = variant.system === 'square' && variant.account === account
  return isOwn ? undefined : { variant, sku }
}

function linked(
  intent: Intent,
  { goods, ids, account }: { goods: Unlinked; ids: readonly string[]; account: string },
): Result<Intent, Failure> {
  const [id] = ids
  if (id === undefined) return ok(intent)
  if (ids.length > 1) return err(ofSeveral(goods, ids))
  const ref: Ref = { system: 'square', account, kind: 'ItemVariation', id }
  return ok({ ...intent, links: { ...intent.links, [refKey(goods.variant)]: ref } })
}

function ofSeveral({ sku, variant }: Unlinked, ids: readonly string[]): Failure {
  const message = `Square has ${ids.length} variations with the SKU ${sku} (${ids.join(', ')}), and nobody says which is meant: give each an SKU of its own, or link one. The change goes on by itself then`
  return { kind: 'dependency.missing', message, dependency: variant }
}
