import { createHash } from 'node:crypto'
import { type Failure, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { askGraphql, type GraphqlClient, gidOf, listAt, textAt } from './graphql.js'

/** A quantity that is to become another one; it is refused where the first is not there any more. */
export interface Setting {
  readonly item: string
  readonly location: string
  readonly quantity: number
  readonly from: number
}

/** What became of a call: when the shop made it, epoch milliseconds, or which settings it refused. */
export type SetAnswer =
  | { readonly kind: 'made'; readonly at: number | undefined }
  | {
      readonly kind: 'refused'
      readonly refusals: ReadonlyMap<number, string>
      readonly code: string
    }

/**
 * Sets available quantities, all or none, each only from the quantity that is expected.
 *
 * Repeated with the same key and settings it is made once. Since 2026-04 the comparison and the key are
 * required, and called otherwise than before.
 * Source: https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventorySetQuantities
 */
export async function setQuantities(
  client: GraphqlClient,
  { settings, key }: { readonly settings: readonly Setting[]; readonly key: string },
): Promise<Result<SetAnswer, Failure>> {
  const { apiVersion } = client
  const compare = apiVersion >= '2026-04' ? 'changeFromQuantity' : 'compareQuantity'
  const isKeyed = apiVersion >= '2026-01'
  const quantities = settings.map(({ item, location, quantity, from }) => ({
    inventoryItemId: gidOf('InventoryItem', item),
    locationId: gidOf('Location', location),
    quantity,
    [compare]: from,
  }))
  const input = {
    name: 'available',
    reason: 'correction',
    referenceDocumentUri: `gid://canonry/Stock/${key}`,
    quantities,
  }
  const variables = { input, ...(isKeyed && { key }) }
  const answer = await askGraphql(client, { query: queryFor(isKeyed), variables, writes: true })
  return answer.andThen((data) => answerIn(data))
}

/** The key of a call: the same for the same settings of the same intents. */
export function callKey(intents: readonly string[], settings: readonly Setting[]): string {
  const said = JSON.stringify([intents, settings])
  return createHash('sha256').update(said).digest('hex').slice(0, 32)
}

function queryFor(isKeyed: boolean): string {
  const [variable, directive] = isKeyed ? [', $key: String!', ' @idempotent(key: $key)'] : ['', '']
  return `mutation SetStock($input: InventorySetQuantitiesInput!${variable}) {
  inventorySetQuantities(input: $input)${directive} {
    inventoryAdjustmentGroup { createdAt }
    userErrors { code field message }
  }
}`
}

const NOT_SAID: Failure = {
  kind: 'transient.unknown',
  message: 'Shopify does not say whether it set the quantities: they are read back',
}

function answerIn(data: unknown): Result<SetAnswer, Failure> {
  const said = valueAt(data, '/inventorySetQuantities/userErrors')
  // a result always lists what was refused, and be it nothing
  if (!Array.isArray(said)) return err(NOT_SAID)
  const errors: readonly unknown[] = said
  if (errors.length === 0) {
    const at = Date.parse(
      textAt(data, '/inventorySetQuantities/inventoryAdjustmentGroup/createdAt'),
    )
    return ok({ kind: 'made', at: Number.isNaN(at) ? undefined : at })
  }
  const refusals = new Map<number, string>()
  for (const error of errors) {
    const [, , place] = listAt(error, '/field')
    if (typeof place === 'string' && /^\d+$/.test(place))
      refusals.set(Number(place), textAt(error, '/code'))
  }
  const code = textAt(errors[0], '/code')
  if (code === 'IDEMPOTENCY_CONCURRENT_REQUEST') {
    return err({ kind: 'transient.definite', message: 'Shopify is at the same call already' })
  }
  return ok({ kind: 'refused', refusals, code })
}
