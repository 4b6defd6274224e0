import {
  checkOrder,
  checkRefund,
  type Order,
  type Refund,
  type Return,
  refundParts,
  totalDifference,
} from '@canonry/model'
import { type DecodedPart, decodeResource } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { square } from '../src/index.js'

const cad = (amount: number) => ({ amount, currency: 'CAD' })

function decoded(resource: string, wire: unknown): readonly DecodedPart[] {
  const known = square.resources[resource]
  if (!known) throw new Error(`the pack has lost ${resource}`)
  return decodeResource(known, wire, { account: 'M1' })._unsafeUnwrap()
}

const TICKET = {
  id: 'T1',
  location_id: 'L1',
  state: 'COMPLETED',
  created_at: '2025-08-22T17:01:10Z',
  closed_at: '2025-08-22T17:01:40Z',
}

function sold(change: object): Order {
  const [part] = decoded('order@rest', { order: { ...TICKET, ...change } })
  return part?.body as Order
}

function takenBack(change: object): { readonly goods: Return; readonly money: Refund } {
  const returned = { uid: 'r1', source_order_id: 'T0', ...change }
  const parts = decoded('order@rest', { order: { ...TICKET, returns: [returned] } })
  const bodyOf = (entity: string) => parts.find((part) => part.entity === entity)?.body
  return { goods: bodyOf('return') as Return, money: bodyOf('refund') as Refund }
}

describe('a tip that a till of Square gives back', () => {
  const line = { uid: 'a', quantity: '1', total_money: cad(1000), item_type: 'ITEM' }
  const given = (total: number, more: object = {}) =>
    takenBack({
      return_line_items: [line],
      return_amounts: { total_money: cad(total), tip_money: cad(200) },
      ...more,
    }).money

  it.each([
    ['stands in a list', { return_tips: [{ uid: 't', applied_money: cad(200) }] }],
    ['stands in the sum alone', {}],
    ['stands in the list in part', { return_tips: [{ uid: 't', applied_money: cad(150) }] }],
  ])('is a tip, and no goods, where it %s', (_, more) => {
    const money = given(1200, more)
    expect(checkRefund(money)).toEqual([])
    expect(money.lines.map(({ net }) => net.shop.amount)).toEqual(['10'])
    expect(new Set(money.charges.map(({ kind }) => kind))).toEqual(new Set(['tip']))
    const tips = money.charges.reduce((sum, { net }) => sum + Number(net.shop.amount), 0)
    expect(tips).toBe(2)
  })

  it.each([
    ['in the total', 1198],
    ['beside the total', 1200],
  ])('is one as well where the cash is rounded, %s', (_, total) => {
    const rounded = given(total, { rounding_adjustment: { amount_money: cad(-2) } })
    expect(checkRefund(rounded)).toEqual([])
    expect(rounded.amount.shop.amount).toBe('11.98')
    expect(rounded.charges).toMatchObject([{ kind: 'tip', net: { shop: { amount: '2' } } }])
  })

  it('is taken for nothing where the rest is all that was given back', () => {
    expect(given(1000).charges).toEqual([])
    expect(checkRefund(given(1000))).toEqual([])
  })
})

describe('a ticket of Square that was paid by gift cards', () => {
  const line = { uid: 'a', quantity: '1', base_price_money: cad(1000), total_money: cad(1000) }
  const tender = (type: string, amount: number, more: object = {}) => ({
    ...{ id: type, type, amount_money: cad(amount), ...more },
  })
  const paidBy = (...tenders: object[]) =>
    sold({ line_items: [line], total_money: cad(1000), tenders }).asserted.byGiftCard
  const ofBrand = (card_brand: string, status = 'CAPTURED') => ({
    card_details: { status, card: { card_brand } },
  })

  it('says how much of it they paid, whichever way Square names them', () => {
    expect(paidBy(tender('SQUARE_GIFT_CARD', 300), tender('CASH', 700))?.shop.amount).toBe('3')
    const cards = [tender('SQUARE_GIFT_CARD', 300), tender('SQUARE_GIFT_CARD', 200)]
    expect(paidBy(...cards, tender('CARD', 500, ofBrand('VISA')))?.shop.amount).toBe('5')
    expect(paidBy(tender('CARD', 1000, ofBrand('SQUARE_GIFT_CARD')))?.shop.amount).toBe('10')
  })

  it('says nothing where none did, or it came to nothing', () => {
    expect(paidBy(tender('CASH', 1000))).toBeUndefined()
    const undone = ['VOIDED', 'FAILED'].map((status) =>
      tender('SQUARE_GIFT_CARD', 1000, ofBrand('SQUARE_GIFT_CARD', status)),
    )
    expect(paidBy(...undone, tender('CASH', 1000))).toBeUndefined()
    expect(sold({ line_items: [line], total_money: cad(1000) }).asserted.byGiftCard).toBeUndefined()
  })
})

describe('cash that a till of Square rounded', () => {
  const line = { uid: 'a', quantity: '1', base_price_money: cad(1002), total_money: cad(1002) }
  const rounding_adjustment = { amount_money: cad(-2) }

  it.each([
    ['holds the rounding', 1000],
    ['does not hold it', 1002],
  ])('comes off the ticket once, where the total %s', (_, total) => {
    const ticket = sold({ line_items: [line], rounding_adjustment, total_money: cad(total) })
    expect(ticket.rounding).toEqual({ shop: { amount: '-0.02', currency: 'CAD' } })
    expect(totalDifference(ticket, 'shop')?.amount).toBe('0')
    expect(checkOrder(ticket)).toEqual([])
  })

  it('is no excuse for a total that differs by something else', () => {
    const ticket = sold({ line_items: [line], rounding_adjustment, total_money: cad(1100) })
    expect(totalDifference(ticket, 'shop')?.amount).toBe('0.98')
  })

  it.each([
    ['holds the rounding', 1000],
    ['does not hold it', 1002],
  ])('comes off what is given back once, where the total %s', (_, total) => {
    const { money } = takenBack({
      return_line_items: [
        { uid: 'x', source_line_item_uid: 'a', quantity: '1', total_money: cad(1002) },
      ],
      rounding_adjustment,
      return_amounts: { total_money: cad(total) },
    })
    expect(money.amount.shop.amount).toBe('10')
    expect(refundParts(money, 'shop')?.amount).toBe('10')
    expect(checkRefund(money)).toEqual([])
  })
})

describe('a service charge that Square spread over the lines', () => {
  const charge = {
    uid: 'rs',
    source_service_charge_uid: 's',
    treatment_type: 'APPORTIONED_TREATMENT',
    applied_money: cad(100),
    total_money: cad(100),
  }
  const line = {
    uid: 'x',
    source_line_item_uid: 'a',
    quantity: '1',
    applied_service_charges: [{ uid: 'as', service_charge_uid: 'rs', applied_money: cad(100) }],
    total_service_charge_money: cad(100),
    total_money: cad(1100),
  }

  it('is given back once, and stands by itself', () => {
    const { money } = takenBack({
      return_line_items: [line],
      return_service_charges: [charge],
      return_amounts: { total_money: cad(1100) },
    })
    expect(money.lines[0]?.net.shop.amount).toBe('10')
    expect(money.charges[0]?.net.shop.amount).toBe('1')
    expect(checkRefund(money)).toEqual([])
  })

  it('stays with the line where it does not stand by itself', () => {
    const { money } = takenBack({
      return_line_items: [line],
      return_amounts: { total_money: cad(1100) },
    })
    expect(money.lines[0]?.net.shop.amount).toBe('11')
    expect(checkRefund(money)).toEqual([])
  })
})

describe('money that Square gives back for no goods', () => {
  const amount = { uid: 'x', quantity: '1', item_type: 'CUSTOM_AMOUNT', total_money: cad(500) }
  const return_amounts = { total_money: cad(500) }

  it('is money alone: no unit comes back', () => {
    const { goods, money } = takenBack({ return_line_items: [amount], return_amounts })
    expect(money.lines).toMatchObject([{ quantity: '0', net: { shop: { amount: '5' } } }])
    expect(goods.lines).toMatchObject([{ quantity: { announced: '0', received: '0' } }])
  })

  it('is of a unit where an amount that was sold is taken back as such', () => {
    const line = { ...amount, source_line_item_uid: 'a' }
    const { goods, money } = takenBack({ return_line_items: [line], return_amounts })
    expect(money.lines).toMatchObject([{ quantity: '1' }])
    expect(goods.lines).toMatchObject([{ quantity: { announced: '1', received: '1' } }])
  })
})

describe('what a ticket of Square was paid with', () => {
  it('is a gift card where the card is one of the merchant’s own', () => {
    const payment = {
      id: 'P1',
      order_id: 'T1',
      status: 'COMPLETED',
      created_at: '2025-08-22T17:01:10Z',
      total_money: cad(1000),
      source_type: 'CARD',
      card_details: { card: { card_brand: 'SQUARE_GIFT_CARD', last_4: '1234' } },
    }
    const [part] = decoded('payment@rest', { payment })
    const method = { kind: 'gift-card', brand: 'SQUARE_GIFT_CARD', last4: '1234' }
    expect(part?.body).toMatchObject({ method })
  })
})
