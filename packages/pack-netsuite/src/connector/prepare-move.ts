import { type LocalDate, type Ref, StockMove } from '@canonry/model'
import type { Failure, Intent } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { linkedItem } from '../book/linked-item.js'
import { externalIdOf } from '../external-id.js'
import type { JsonObject } from '../wire/json-object.js'
import { adjustedBy, adjustmentBody } from '../write/adjustment-body.js'
import { onlyItem, sayNoItem } from './item-catalogue.js'
import { parseBody } from './parse-body.js'
import type { Service } from './service.js'
import { dayOf, storeOf } from './store.js'

/** An inventory adjustment ready to be written. */
export interface PreparedMove {
  readonly externalId: string
  readonly body: JsonObject
}

/** Makes the document of a move of goods: location and item looked up, encoded. */
export async function prepareMove(
  service: Service,
  intent: Intent,
): Promise<Result<PreparedMove, Failure>> {
  const parsed = parseBody(StockMove, intent.body)
  if (parsed.isErr()) return err(parsed.error)
  const move = parsed.value
  const adjusted = adjustedBy(move)
  if (adjusted.isErr()) return err(adjusted.error)
  const { adjustments, subsidiary } = service.profile
  if (!adjustments) return err(NO_ACCOUNT)
  const { location, by } = adjusted.value
  const store = storeOf(location, { service, intent })
  if (store.isErr()) return err(store.error)
  const item = await itemOf(move, { service, intent })
  if (item.isErr()) return err(item.error)
  const externalId = externalIdOf(intent.source)
  const body = adjustmentBody(move, {
    account: adjustments.account,
    subsidiary,
    item: item.value,
    location: store.value.location,
    by,
    day: bookedOn(move, service),
    externalId,
  })
  return ok({ externalId, body })
}

const NO_ACCOUNT: Failure = {
  kind: 'contract.invalid',
  message:
    'the profile names no account that adjustments are booked on: name it (adjustments: { account: … }). Moves that wait can be sent again then',
}

/** The day of a move: the one that it says, else the account's; without a zone, that of UTC. */
function bookedOn({ businessDate, occurredAt }: StockMove, { profile }: Service): LocalDate {
  const zone = profile.zone ?? 'UTC'
  return businessDate ?? dayOf(occurredAt, { location: '', zone }) ?? occurredAt.slice(0, 10)
}

/** The item of the article number, else the one that the crosswalk knows the variant as. */
async function itemOf(
  { sku, variant }: StockMove,
  { service, intent }: { service: Service; intent: Intent },
): Promise<Result<string, Failure>> {
  const { account, items } = service
  const found = await items.find(sku === undefined ? [] : [sku])
  return found.andThen((bySku) => {
    const named = sku === undefined ? undefined : onlyItem(bySku, sku)
    const item = named ?? linkedItem(variant, { account, links: intent.links })
    return item === undefined ? err(noItem({ sku, variant }, { items: bySku, account })) : ok(item)
  })
}

function noItem(
  { sku, variant }: { readonly sku: string | undefined; readonly variant: Ref },
  {
    items,
    account,
  }: { readonly items: ReadonlyMap<string, readonly string[]>; readonly account: string },
): Failure {
  const id = sku ?? variant.id
  const dependency: Ref = { system: 'netsuite', account, kind: 'item', id }
  const message = sayNoItem(items, { sku: id, or: 'link it with the variant', go: 'move' })
  return { kind: 'dependency.missing', message, dependency }
}
