import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import { type Account, findByExternalId } from './account.js'
import { momentColumn } from './stock-transaction-rows.js'
import type { StoredRecord } from './stored-record.js'

type Row = Readonly<Record<string, string | undefined>>

// what SuiteQL calls their types
const TYPES = { salesOrder: 'SalesOrd', cashSale: 'CashSale', cashRefund: 'CashRfnd' } as const
const SALES = Object.keys(TYPES) as (keyof typeof TYPES)[]

/** The rows of `transaction` that are sales and refunds. */
export function saleRows(account: Account): Row[] {
  return SALES.flatMap((type) => [...(account.records[type]?.values() ?? [])]).map((record) =>
    saleRow(account, record),
  )
}

/** Those of them that have one of these external ids. */
export function salesNamed(account: Account, externalIds: readonly string[]): Row[] {
  return externalIds.flatMap((externalId) =>
    SALES.flatMap((type) => {
      const record = findByExternalId(account, type, externalId)
      return record ? [saleRow(account, record)] : []
    }),
  )
}

function saleRow(account: Account, record: StoredRecord): Row {
  const { type, fields } = record
  return {
    id: record.id,
    externalid: record.externalId,
    tranid: textOf(fields['tranId']),
    type: TYPES[type as keyof typeof TYPES],
    recordtype: type.toLowerCase(),
    status: `${TYPES[type as keyof typeof TYPES]}:${referenceIdOf(fields['status'])}`,
    entity: referenceIdOf(fields['entity']),
    currency: referenceIdOf(fields['currency']),
    otherrefnum: textOf(fields['otherRefNum']),
    foreigntotal: wireDecimal(fields['total']),
    posting: type === 'salesOrder' ? 'F' : 'T',
    ...momentColumn('trandate', textOf(fields['tranDate'])),
    ...momentColumn('lastmodifieddate', account.wallAt(record.modifiedAt)),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
