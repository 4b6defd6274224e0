import type { Order, OrderLine } from '@canonry/model'
import { readDocument } from '@canonry/pack'
import { shopify } from '@canonry/pack-shopify'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ordersToLedger } from '../../src/index.js'
import {
  anOrder,
  changeOf,
  positionIn,
  positionsIn,
  recordedBy,
  refIn,
  shop,
  stock,
} from './ledger.js'

const flows = ordersToLedger({ stock, from: [shop], ships: 'web' })
const [placed, aLine] = anOrder()

interface Counters {
  readonly ordered: number
  readonly cancelled: number
  readonly fulfilled: number
}

/** An order of lines with these counters; all want the same item, each stands for itself. */
function orderOf(counters: readonly Counters[], more: Partial<Order> = {}): Order {
  const lines = counters.map(
    ({ ordered, cancelled, fulfilled }, index): OrderLine => ({
      ...aLine,
      ref: refIn(shop, 'LineItem', `${index}`),
      sku: 'MUG',
      giftCard: false,
      requiresShipping: true,
      quantity: {
        ordered: `${ordered}`,
        cancelled: `${cancelled}`,
        fulfilled: `${fulfilled}`,
        returned: '0',
      },
    }),
  )
  return { ...placed, lines, ...more }
}

const counters = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)).map(([open, cancelled, fulfilled]) => ({
  ordered: open + cancelled + fulfilled,
  cancelled,
  fulfilled,
}))

const MUGS = { item: 'MUG', place: 'web' }

describe('ordersToLedger', () => {
  it('promises what is open and moves what was sent, whatever the order went through', () => {
    const states = fc.array(fc.array(counters, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(states, (history) => {
        const orders = history.map((lines) => orderOf(lines))
        const position = positionIn(recordedBy(flows, { entity: 'order', states: orders }), MUGS)
        const last = history.at(-1) ?? []
        const sum = (of: (each: Counters) => number) =>
          `${last.reduce((all, each) => all + of(each), 0)}`.replace('-0', '0')
        expect(position?.reserved ?? '0').toBe(
          sum(({ ordered, cancelled, fulfilled }) => ordered - cancelled - fulfilled),
        )
        expect(position?.sellable ?? '0').toBe(sum(({ fulfilled }) => -fulfilled))
        expect(position?.taken?.[0]?.quantity ?? '0').toBe(
          sum(({ ordered, cancelled }) => ordered - cancelled),
        )
      }),
    )
  })

  it('promises nothing for what is no order yet, not any more, or only a test', () => {
    const lines = [{ ordered: 3, cancelled: 0, fulfilled: 1 }]
    const at = '2026-11-28T10:00:00Z'
    for (const end of [{ draft: true }, { cancelledAt: at }]) {
      const states = [orderOf(lines), orderOf(lines, end)]
      const position = positionIn(recordedBy(flows, { entity: 'order', states }), MUGS)
      expect(position).toMatchObject({ reserved: '0', sellable: '-1' })
    }
    const states = [orderOf(lines, { test: true })]
    expect(recordedBy(flows, { entity: 'order', states })).toEqual([])
  })

  it('lets go of what a deleted order promised, and takes it up again when it comes back', () => {
    const [flow] = flows
    const order = orderOf([{ ordered: 3, cancelled: 0, fulfilled: 1 }])
    const gone = changeOf('order', { before: order, after: order, deleted: true, paths: [] })
    const back = changeOf('order', { before: order, after: order, paths: [], wasDeleted: true })
    expect(flow?.deletions).toBe(true)
    const [letGo] = flow?.decide(gone) ?? []
    expect(letGo).toMatchObject({ kind: 'record', key: 'web/MUG' })
    expect(letGo && 'text' in letGo && JSON.parse(letGo.text).entries).toMatchObject([
      { kind: 'claim', by: '-2' },
      { kind: 'taken', by: '-2' },
    ])
    const [again] = flow?.decide(back) ?? []
    expect(again && 'text' in again && JSON.parse(again.text).entries).toMatchObject([
      { kind: 'claim', by: '2' },
      { kind: 'taken', by: '2' },
    ])
    const more = orderOf([{ ordered: 5, cancelled: 0, fulfilled: 1 }])
    const edited = { before: order, after: more, paths: ['/lines'], wasDeleted: true } as const
    const [other] = flow?.decide(changeOf('order', edited)) ?? []
    expect(other && 'text' in other && JSON.parse(other.text).entries).toMatchObject([
      { kind: 'claim', by: '4' },
      { kind: 'taken', by: '4' },
    ])
  })

  it('takes what was sent of a closed order for sent by then, where it is first heard of later', () => {
    const lines = [{ ordered: 2, cancelled: 0, fulfilled: 2 }]
    const [closedAt, updatedAt] = ['2026-10-01T10:00:00+02:00', '2026-11-28T10:00:00Z']
    const closed = orderOf(lines, { placedAt: '2026-09-30T10:00:00Z', closedAt, updatedAt })
    const entries = [{ kind: 'count', condition: 'sellable', quantity: '7' }]
    const counted = (at: string) => ({ key: 'web/MUG', document: { ...MUGS, at, entries } })
    const leftAfter = (states: readonly Order[], at: string) => {
      const recorded = recordedBy(flows, { entity: 'order', states })
      return positionIn([...recorded, counted(at)], MUGS)?.sellable
    }
    // somebody counted what was left, and then a return or a note changed the order
    expect(leftAfter([closed], '2026-11-01T00:00:00Z')).toBe('7')
    expect(leftAfter([closed], '2026-10-01T07:59:59Z')).toBe('5')
    const { closedAt: _, ...open } = closed
    expect(leftAfter([open], '2026-11-01T00:00:00Z')).toBe('5')
    // what changes later happens later
    const back = orderOf([{ ordered: 2, cancelled: 1, fulfilled: 1 }], { closedAt, updatedAt })
    expect(leftAfter([closed, back], '2026-11-01T00:00:00Z')).toBe('8')
  })

  it('leaves gift cards and services alone, and keeps goods without a number apart', () => {
    const [line] = orderOf([{ ordered: 1, cancelled: 0, fulfilled: 0 }]).lines as [OrderLine]
    const { sku: _, ...nameless } = line
    const variant = refIn(shop, 'ProductVariant', '9')
    const order = {
      ...placed,
      lines: [
        { ...line, giftCard: true },
        { ...line, requiresShipping: false },
        { ...nameless, variant },
      ],
    }
    const recorded = recordedBy(flows, { entity: 'order', states: [order] })
    expect(positionsIn(recorded)).toEqual(['web/?shopify/acme/ProductVariant/9'])
  })

  it('takes what was sent and refunded for back on the shelf only where the shop restocks it', () => {
    const acme = shopify.connect({ id: 'shop', shop: 'acme' })
    const line = { id: 11, title: 'Mug', sku: 'MUG', quantity: 2, price: '9.00' }
    const heard = { id: 1, name: '#1', created_at: '2026-11-28T10:00:00Z', currency: 'EUR' }
    const told = (counters: object, refunds: readonly object[] = []): Order => {
      const line_items = [{ ...line, requires_shipping: true, ...counters }]
      const fulfillments = [{ status: 'success', line_items: [{ id: 11, quantity: 2 }] }]
      const document = { ...heard, taxes_included: true, line_items, fulfillments, refunds }
      const resource = acme.resources['order@rest']
      if (!resource) throw new Error('a shop has orders')
      const text = JSON.stringify({ order: document })
      const read = readDocument(resource, text, { account: 'acme' })
      return read._unsafeUnwrap().parts[0]?.body as Order
    }
    const leftAfter = (restock_type: string) => {
      const refund = { refund_line_items: [{ line_item_id: 11, quantity: 1, restock_type }] }
      const states = [
        told({ current_quantity: 2, fulfillable_quantity: 2 }),
        told({ current_quantity: 2, fulfillable_quantity: 0 }),
        told({ current_quantity: 1, fulfillable_quantity: 0 }, [refund]),
      ]
      return positionIn(recordedBy(flows, { entity: 'order', states }), MUGS)
    }
    expect(leftAfter('no_restock')).toMatchObject({ sellable: '-2', reserved: '0' })
    expect(leftAfter('return')).toMatchObject({ sellable: '-1', reserved: '0' })
  })

  it('moves a promise to the place that an order says it is sent from', () => {
    const byTag = ordersToLedger({
      stock,
      from: [shop],
      ships: ({ tags }) => (tags.includes('pick-up') ? 'store-1' : 'web'),
    })
    const lines = [{ ordered: 2, cancelled: 0, fulfilled: 0 }]
    const states = [orderOf(lines, { tags: [] }), orderOf(lines, { tags: ['pick-up'] })]
    const recorded = recordedBy(byTag, { entity: 'order', states })
    expect(positionIn(recorded, MUGS)?.reserved).toBe('0')
    expect(positionIn(recorded, { item: 'MUG', place: 'store-1' })?.reserved).toBe('2')
  })
})
