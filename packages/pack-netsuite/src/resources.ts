import type { Resource, ResourcePart } from '@canonry/pack'
import { cashRefundMapping } from './map/cash-refund.js'
import { cashSaleMapping } from './map/cash-sale.js'
import { customerMapping } from './map/customer.js'
import { itemMapping } from './map/item.js'
import { itemLocationMapping } from './map/item-location.js'
import { locationMapping } from './map/location.js'
import { salesOrderMapping } from './map/sales-order.js'
import type { NetsuiteProfile } from './profile.js'
import { foldCustomer } from './wire/fold-customer.js'
import { foldRefund } from './wire/fold-refund.js'
import { foldSale } from './wire/fold-sale.js'
import { isJsonObject, type JsonObject } from './wire/json-object.js'

/** The API Browser release that the names of properties were checked against. */
export const VERSION = '2026.1'

/** The resources of an account with this profile: its currencies have internal ids of its own. */
export function resourcesOf(profile: Pick<NetsuiteProfile, 'currencies'>): Resource[] {
  const salesOrder: ResourcePart = {
    entity: 'order',
    mapping: salesOrderMapping(profile),
    fold: (wire) => foldOwn(wire, { sign: 'goods', fold: foldSale }),
  }
  const cashSale: ResourcePart = {
    entity: 'order',
    mapping: cashSaleMapping(profile),
    fold: (wire) => foldOwn(wire, { sign: 'goods', fold: foldSale }),
  }
  const cashRefund: ResourcePart = {
    entity: 'refund',
    mapping: cashRefundMapping(profile),
    fold: (wire) => foldOwn(wire, { sign: 'allowances', fold: foldRefund }),
  }
  const customer: ResourcePart = {
    entity: 'customer',
    mapping: customerMapping,
    fold: (wire) => foldOwn(wire, { sign: 'address', fold: foldCustomer }),
  }
  return [
    resource('salesOrder', salesOrder),
    resource('cashSale', cashSale),
    resource('cashRefund', cashRefund),
    resource('customer', customer),
    ...STOCK,
  ]
}

// a query tells no version; a quantity is as new as the moment at which it was asked for
const STOCK: readonly Resource[] = [
  table('location', { entity: 'location', mapping: locationMapping }),
  table('item', { entity: 'variant', mapping: itemMapping }),
  table('itemLocation', { entity: 'stockPosition', mapping: itemLocationMapping }),
]

function table(kind: string, part: ResourcePart): Resource {
  const name = `${kind}@suiteql` as const
  const version = (wire: unknown) => {
    const asOf = isJsonObject(wire) ? wire['asof'] : undefined
    return typeof asOf === 'string' ? asOf : undefined
  }
  return {
    name,
    kind,
    versions: { from: VERSION },
    revision: 1,
    parts: [part],
    version,
    untold: true,
  }
}

function resource(kind: string, part: ResourcePart): Resource {
  const name = `${kind}@rest` as const
  return { name, kind, versions: { from: VERSION }, revision: 1, parts: [part], version: versionOf }
}

function versionOf(wire: unknown): string | undefined {
  const date = isJsonObject(wire) ? wire['lastModifiedDate'] : undefined
  return typeof date === 'string' ? date : undefined
}

// a document that is folded already carries the sign of it
function foldOwn(
  wire: unknown,
  { sign, fold }: { sign: string; fold: (flat: JsonObject) => JsonObject },
): unknown {
  return isJsonObject(wire) && !Object.hasOwn(wire, sign) ? fold(wire) : wire
}
