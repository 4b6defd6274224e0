import { type Decimal, instantOf, inZone } from '@canonry/model'
import { createJobs, type Jobs } from './jobs.js'
import type { ReferenceKind } from './record-schema.js'
import { createRecords, type Records } from './records.js'
import type { StockTransaction } from './stock-transaction.js'
import type { StoredRecord } from './stored-record.js'

/** An item of the catalogue, of any type: InvtPart, Discount, OthCharge, ShipItem and so on. */
export interface SimulatedItem {
  readonly id: string
  readonly itemId: string
  readonly itemType: string
  readonly externalId?: string
  readonly displayName?: string
  readonly upcCode?: string
  readonly isInactive: boolean
}

/** Everything that one simulated account holds. */
export interface Account {
  readonly account: string
  readonly origin: string
  readonly records: Readonly<Record<string, Records>>
  readonly items: Map<string, SimulatedItem>
  /** Names by internal id, for what has no record of its own here. */
  readonly lists: Readonly<
    Record<
      | 'account'
      | 'subsidiary'
      | 'currency'
      | 'location'
      | 'paymentOption'
      | 'priceLevel'
      | 'taxCode',
      Map<string, string>
    >
  >
  /** Digits after the point, 0 or 2, of currencies that do not keep what their code says, by internal id. */
  readonly currencyPrecision: Map<string, 0 | 2>
  /** Pieces on hand by item and location: `1001:7`. Below zero where more was sold than counted. */
  readonly onHand: Map<string, Decimal>
  /** Transactions that people entered to move stock, by internal id. */
  readonly stock: Map<string, StockTransaction>
  /** What was deleted, in the order in which it was. */
  readonly deleted: { readonly id: string; readonly type: string; readonly at: number }[]
  /** Tables of SuiteQL that the role may not see, in lower case. */
  readonly hidden: Set<string>
  readonly jobs: Jobs
  /** The last day of the periods that are closed: nothing posts on it or before. */
  readonly books: { closedThrough?: string }
  /** Custom columns of transaction lines, in lower case. */
  readonly columns: Set<string>
  now(): number
  /** What the account's clock shows at a moment: `2026-11-24 11:05:12`. */
  wallAt(ms: number): string
  nextId(): string
}

/** An account without anything in it. Internal ids count up from 1001. */
export function createAccount(options: {
  account: string
  now: () => number
  zone: string
}): Account {
  let last = 1000
  return {
    account: options.account,
    origin: `https://${options.account}.suitetalk.api.netsuite.com`,
    records: {
      salesOrder: createRecords(),
      cashSale: createRecords(),
      cashRefund: createRecords(),
      customer: createRecords(),
      inventoryAdjustment: createRecords(),
    },
    items: new Map(),
    lists: {
      account: new Map(),
      paymentOption: new Map(),
      subsidiary: new Map(),
      currency: new Map(),
      location: new Map(),
      priceLevel: new Map([
        ['1', 'Base Price'],
        ['-1', 'Custom'],
      ]),
      taxCode: new Map(),
    },
    currencyPrecision: new Map(),
    onHand: new Map(),
    stock: new Map(),
    deleted: [],
    hidden: new Set(),
    jobs: createJobs(),
    books: {},
    columns: new Set(['custcol_canonry_line']),
    now: options.now,
    wallAt: (ms) => inZone(instantOf(ms), options.zone).unwrapOr('').slice(0, 19).replace('T', ' '),
    nextId: () => String(++last),
  }
}

/** The name that a reference shows, or `undefined` where the account has no such thing. */
export function nameOf(account: Account, kind: ReferenceKind, id: string): string | undefined {
  if (kind === 'customer') return customerName(account.records['customer']?.get(id))
  if (kind === 'cashSale') return tranIdOf(account.records['cashSale']?.get(id))
  if (kind === 'item' || kind === 'shipItem') return itemName(account, kind, id)
  return account.lists[kind].get(id)
}

/** The record of a type with an external id. */
export function findByExternalId(
  account: Account,
  type: string,
  externalId: string,
): StoredRecord | undefined {
  return account.records[type]?.named(externalId)
}

function itemName(account: Account, kind: 'item' | 'shipItem', id: string): string | undefined {
  const item = account.items.get(id)
  return item && (item.itemType === 'ShipItem') === (kind === 'shipItem') ? item.itemId : undefined
}

function tranIdOf(record: StoredRecord | undefined): string | undefined {
  return record && `Cash Sale #${record.fields['tranId']}`
}

function customerName(record: StoredRecord | undefined): string | undefined {
  if (!record) return undefined
  const { entityId, companyName, firstName, lastName } = record.fields
  const person = [firstName, lastName].filter(Boolean).join(' ')
  return String(entityId ?? companyName ?? person)
}
