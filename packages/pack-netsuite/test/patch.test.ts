import { decode, patch, rows } from '@canonry/mapping'
import type { Order } from '@canonry/model'
import { NetsuiteProfile } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import { customerMapping } from '../src/map/customer.js'
import { salesOrderMapping } from '../src/map/sales-order.js'
import { foldSale } from '../src/wire/fold-sale.js'
import { ACCOUNT, PROFILE } from './world.js'

const context = { account: ACCOUNT }
const salesOrders = salesOrderMapping(NetsuiteProfile.parse(PROFILE))
const HEADER = 'PUT /record/v1/salesOrder/eid:{externalId}'
const LINES = `${HEADER}?replace=item,taxDetails`

const line = (id: string, more: object) => ({
  custcol_canonry_line: `goods:${id}`,
  item: { id: '5', refName: `SKU-${id}` },
  quantity: 2,
  rate: 5,
  amount: 10,
  ...more,
})
const document = foldSale({
  id: '17',
  externalId: 'shopify_acme_1',
  tranId: 'SO17',
  tranDate: '2026-11-24',
  lastModifiedDate: '2026-11-24T10:00:00Z',
  currency: { id: PROFILE.currencies['EUR'] },
  entity: { id: '9' },
  memo: 'ring twice',
  total: 20,
  status: { id: 'B' },
  shippingAddress: { addressee: 'Ada', addr1: '1 High Street', country: 'GB' },
  item: { items: [line('1', { line: 1 }), line('2', { line: 2 })] },
})
const { entity: before, residue } = decode(salesOrders, document, context)._unsafeUnwrap()

function patched(change: (order: Order) => Partial<Order>) {
  return patch(
    salesOrders,
    { before, after: { ...before, ...change(before) } },
    { context, residue },
  )
}

describe('what changes a sales order', () => {
  it('is a write of its header, for what stands there', () => {
    const { changes, unwritten } = patched(({ shipTo }) => ({
      note: 'ring once',
      number: 'W-1001',
      ...(shipTo ? { shipTo: { ...shipTo, line1: '2 High Street' } } : {}),
    }))._unsafeUnwrap()
    expect(changes.map((change) => [change.write, change.wire])).toEqual([
      [HEADER, [{ pointer: '/otherRefNum', value: 'W-1001' }]],
      [HEADER, [{ pointer: '/shippingAddress/addr1', value: '2 High Street' }]],
      [HEADER, [{ pointer: '/memo', value: 'ring once' }]],
    ])
    expect(unwritten).toEqual([])
  })

  it('is a write with all its lines, for what stands in one of them', () => {
    const { changes } = patched(({ lines: [first] }) => ({
      lines: first ? [{ ...first, quantity: { ...first.quantity, ordered: '3' } }] : [],
    }))._unsafeUnwrap()
    expect(changes.map(({ kind, write, wire }) => [kind, write, wire])).toMatchObject([
      ['changed', LINES, [{ pointer: '/goods/0/quantity' }]],
      // NetSuite computes the amount anew
      ['changed', LINES, [{ pointer: '/goods/0/amount' }]],
      ['removed', LINES, '/goods/1'],
    ])
  })

  it('closes a line, and leaves it to NetSuite what was sent', () => {
    const counted = (quantity: object) =>
      patched(({ lines }) => ({
        lines: lines.map((line) => ({ ...line, quantity: { ...line.quantity, ...quantity } })),
      }))
    expect(counted({ cancelled: '2' })._unsafeUnwrap().changes).toMatchObject([
      { write: LINES, wire: [{ pointer: '/goods/0/isClosed', value: true }] },
      { write: LINES, wire: [{ pointer: '/goods/1/isClosed', value: true }] },
    ])
    expect(counted({ fulfilled: '1' })._unsafeUnwrapErr()).toEqual([
      {
        kind: 'read-only',
        entity: '/lines/0/quantity',
        wire: ['/goods/0/quantityFulfilled'],
      },
      {
        kind: 'read-only',
        entity: '/lines/1/quantity',
        wire: ['/goods/1/quantityFulfilled'],
      },
    ])
  })

  it.each<[string, Partial<Order>]>([
    ['/asserted/total', { asserted: {} }],
    ['/updatedAt', { updatedAt: '2026-11-25T10:00:00Z' }],
  ])('is nothing for what NetSuite computes: %s', (entity, change) => {
    const [refusal] = patched(() => change)._unsafeUnwrapErr()
    expect(refusal).toMatchObject({ kind: 'read-only', entity })
  })
})

it('names the write of a customer for every part that is written', () => {
  const readOnly = rows(customerMapping)
    .filter(({ entity, wire, write }) => entity !== '' && wire !== '' && write === undefined)
    .map(({ entity }) => entity)
  expect([...new Set(readOnly)]).toEqual(['/refs/*', '/updatedAt'])
})
