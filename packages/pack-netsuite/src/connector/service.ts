import type { Ref } from '@canonry/model'
import { externalIdOf } from '../external-id.js'
import type { RefundWriting } from '../write/refund-body.js'
import type { SaleWriting } from '../write/sale-body.js'
import type { Attempts } from './attempts.js'
import type { ItemCatalogue } from './item-catalogue.js'
import type { RecordType } from './records.js'
import type { RestClient } from './rest-client.js'

/** What the steps of a push share. */
export interface Service extends SaleWriting, RefundWriting {
  readonly apiVersion: string
  readonly client: RestClient
  readonly items: ItemCatalogue
  readonly attempts: Attempts
}

/** A record's ref by internal id. */
export function recordRef(
  { account }: Pick<Service, 'account'>,
  type: RecordType,
  id: string,
): Ref {
  return { system: 'netsuite', account, kind: type, id }
}

/** The ref of a record that is known by its external id alone. */
export function externalRef(
  { account }: Pick<Service, 'account'>,
  { type, source }: { readonly type: RecordType; readonly source: Ref },
): Ref {
  return { system: 'netsuite', account, kind: `${type}ExternalId`, id: externalIdOf(source) }
}
