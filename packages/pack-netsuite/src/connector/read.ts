import type { Ref } from '@canonry/model'
import type { Failure, WireDocument } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { readRows } from './read-rows.js'
import { type RecordAddress, readRecord } from './records.js'
import type { Service } from './service.js'

const ADDRESSES: Readonly<Record<string, (id: string) => RecordAddress>> = {
  salesOrder: (id) => ({ type: 'salesOrder', id }),
  salesOrderExternalId: (id) => ({ type: 'salesOrder', id: `eid:${id}` }),
  cashSale: (id) => ({ type: 'cashSale', id }),
  cashSaleExternalId: (id) => ({ type: 'cashSale', id: `eid:${id}` }),
  cashRefund: (id) => ({ type: 'cashRefund', id }),
  cashRefundExternalId: (id) => ({ type: 'cashRefund', id: `eid:${id}` }),
  customer: (id) => ({ type: 'customer', id }),
  customerExternalId: (id) => ({ type: 'customer', id: `eid:${id}` }),
}

/** Reads records by their refs, as NetSuite sends them; refs of other things and lost records are left out. */
export async function readRefs(
  service: Service,
  refs: readonly Ref[],
): Promise<Result<readonly WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  const own = refs.filter((ref) => isOwn(ref, service))
  for (const { kind, id } of own) {
    const address = Object.hasOwn(ADDRESSES, kind) ? ADDRESSES[kind]?.(id) : undefined
    if (!address) continue
    const read = await readRecord(service.client, address)
    if (read.isErr()) return err(read.error)
    if (!read.value) continue
    const { text, body } = read.value
    const resource = `${address.type}@rest`
    documents.push({ resource, apiVersion: service.apiVersion, key: String(body['id']), text })
  }
  return (await readRows(service, own)).map((rows) => [...documents, ...rows])
}

function isOwn({ system, account }: Ref, service: Service): boolean {
  return system === 'netsuite' && account === service.account
}
