import {
  addMoney,
  type Money,
  type Order,
  orderTotals,
  type Refund,
  roundDecimal,
  roundMoney,
  totalDifference,
} from '@canonry/model'
import { arbitraryOrder, arbitraryRefund } from '@canonry/model/testing'
import type { Intent } from '@canonry/pack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asSold } from '../src/book/ticket.js'
import { STORE, sale, TICKET, TILL_PROFILE } from './till.js'
import { ACCOUNT, openWorld, type World } from './world.js'

const currencies = { EUR: '1', USD: '2', JPY: '3', KWD: '4', CLF: '5' }

function openStore(skus: readonly (string | undefined)[]): World {
  const world = openWorld({ profile: { ...TILL_PROFILE, currencies, otherItem: '9007' } })
  for (const itemId of new Set(skus)) if (itemId) world.simulator.addItem({ itemId })
  return world
}

const linkedTo = (key: string, kind: string, id: string) => ({
  [key]: { system: 'netsuite', account: ACCOUNT, kind, id },
})

// a till keeps what it sold; units may have been cancelled before, and come back since
const tickets = arbitraryOrder
  .map(
    ({ cancelledAt: _, draft: __, ...order }): Order => ({
      ...order,
      location: STORE,
      channel: { code: 'POS', kind: 'store' },
      closedAt: order.placedAt,
    }),
  )
  .filter((order) =>
    asSold(order).lines.some(({ quantity }) => quantity.ordered !== quantity.cancelled),
  )

// dinars have three digits, of which NetSuite keeps two
const kept = (amount: string) => roundDecimal(amount, 2, 'half-up')

// what the till states counts, where its own parts differ from it
function paidFor(sold: Order): string {
  const total = orderTotals(sold, 'shop')?.total as Money
  const difference = totalDifference(sold, 'shop')
  return kept(roundMoney(difference ? addMoney(total, difference) : total, 'half-up').amount)
}

const refunds = arbitraryRefund
  .map(
    (refund): Refund => ({
      ...refund,
      location: STORE,
      state: 'succeeded',
      lines: refund.lines.map((line) => ({ ...line, sku: `SKU-${line.line.id}` })),
    }),
  )
  .filter(({ lines }) => lines.length > 0)

function giveBack(body: Refund, links: Intent['links'] = {}): Intent {
  const source = { ...TICKET, kind: 'Refund', id: 'R1' }
  return { key: 'erp|refund', kind: 'upsert', entity: 'refund', source, body, links }
}

describe('what a till sold', () => {
  it('is booked to the cent as it was sold, once, whatever came back since', async () => {
    await fc.assert(
      fc.asyncProperty(tickets, async (ticket) => {
        const world = openStore(ticket.lines.map(({ sku }) => sku))
        const [outcome] = await world.connector.push([sale(ticket)])
        expect(outcome).toMatchObject({ kind: 'confirmed' })
        const [booked] = world.simulator.cashSales()
        expect(booked).toMatchObject({
          currency: ticket.currency,
          total: paidFor(asSold(ticket)),
        })
        const links = linkedTo('square/MERCHANT/Order/T1', 'cashSale', booked?.id ?? '')
        expect(await world.connector.push([sale(ticket, { links })])).toMatchObject([
          { kind: 'no-op' },
        ])
        expect(await world.connector.verify([sale(ticket)])).toMatchObject([{ kind: 'applied' }])
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a till gave back', () => {
  it('is booked to the cent, once', async () => {
    await fc.assert(
      fc.asyncProperty(refunds, async (refund) => {
        const world = openStore(refund.lines.map(({ sku }) => sku))
        const [outcome] = await world.connector.push([giveBack(refund)])
        expect(outcome).toMatchObject({ kind: 'confirmed' })
        const [booked] = world.simulator.cashRefunds()
        expect(booked).toMatchObject({ total: kept(refund.amount.shop.amount) })
        const links = linkedTo('square/MERCHANT/Refund/R1', 'cashRefund', booked?.id ?? '')
        expect(await world.connector.push([giveBack(refund, links)])).toMatchObject([
          { kind: 'no-op' },
        ])
        expect(await world.connector.verify([giveBack(refund)])).toMatchObject([
          { kind: 'applied' },
        ])
      }),
      { numRuns: 60 },
    )
  })

  it('is not booked where nothing was given back', async () => {
    const [refund] = fc.sample(refunds, 1)
    const nothing = { shop: { amount: '0', currency: 'EUR' } }
    const empty = { ...refund, amount: nothing, lines: [], charges: [], adjustments: [] } as Refund
    expect(await openStore([]).connector.push([giveBack(empty)])).toMatchObject([
      { failure: { kind: 'business.rejected' } },
    ])
  })
})
