import { isRefusal } from '@canonry/mapping'
import { instantMs, instantOf, inZone } from '@canonry/model'
import type { Resource, ResourcePart } from '@canonry/pack'
import { cashRefundMapping } from './map/cash-refund.js'
import { cashSaleMapping } from './map/cash-sale.js'
import { customerMapping } from './map/customer.js'
import { itemMapping } from './map/item.js'
import { itemLocationMapping } from './map/item-location.js'
import { locationMapping } from './map/location.js'
import { salesOrderMapping } from './map/sales-order.js'
import { momentOf, stockMoveMapping } from './map/stock-move.js'
import type { NetsuiteProfile } from './profile.js'
import { foldCashSale } from './wire/fold-cash-sale.js'
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
    fold: (wire) => foldOwn(wire, { sign: 'goods', fold: foldCashSale }),
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

const STOCK: readonly Resource[] = [
  table('location', { entity: 'location', mapping: locationMapping }),
  table('item', { entity: 'variant', mapping: itemMapping }),
  {
    ...table('itemLocation', { entity: 'stockPosition', mapping: itemLocationMapping }),
    version: askedAt,
  },
  {
    ...table('transactionLine', { entity: 'stockMove', mapping: stockMoveMapping }),
    name: 'stockMove@suiteql',
    version: modifiedIn,
  },
]

function table(kind: string, part: ResourcePart): Resource {
  const name = `${kind}@suiteql` as const
  const versions = { from: VERSION }
  return {
    name,
    kind,
    versions,
    revision: 1,
    parts: [part],
    version: () => undefined,
    untold: true,
  }
}

// a query tells no version; a quantity is as new as the moment at which it was asked for
function askedAt(wire: unknown): string | undefined {
  const asOf = isJsonObject(wire) ? wire['asof'] : undefined
  return typeof asOf === 'string' ? asOf : undefined
}

const HALF_AN_HOUR = 1_800_000

/**
 * When the transaction of a line was last changed. In an hour that clocks show twice nobody can say
 * which was meant, so such a line has no version, and what was read last holds.
 */
function modifiedIn(wire: unknown): string | undefined {
  const { modifiedat: wall, zone } = isJsonObject(wire) ? wire : {}
  if (typeof wall !== 'string' || typeof zone !== 'string') return undefined
  const instant = momentOf(wall, zone)
  if (isRefusal(instant)) return undefined
  const isTwice = [1, 2].some((times) => {
    const later = instantOf(instantMs(instant) + times * HALF_AN_HOUR)
    return inZone(later, zone).unwrapOr('').slice(0, 19) === wall.replace(' ', 'T')
  })
  return isTwice ? undefined : instant
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
