import {
  decode,
  encode,
  type Residue,
  unwritten,
  useInterpreter,
  WireNumber,
} from '@canonry/mapping'
import { type Charge, checkOrder, Order, type TaxLine } from '@canonry/model'
import { decodeResource } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { orderMapping, shopify } from '../src/index.js'

const context = { account: 'acme' }
const set = (shop: string, buyer: string, currencies = ['AUD', 'USD']) => ({
  shop_money: { amount: shop, currency_code: currencies[0] },
  presentment_money: { amount: buyer, currency_code: currencies[1] },
})
const aud = (amount: string) => ({ amount, currency: 'AUD' })
const usd = (amount: string) => ({ amount, currency: 'USD' })

/** A pen for 45.62 AUD that a buyer saw for 34.67 USD: each side adds up alone. */
const pen = {
  id: new WireNumber('820982911946154500'),
  admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
  name: '#1031',
  created_at: '2020-12-27T08:23:58+11:00',
  processed_at: '2020-12-27T08:23:56+11:00',
  currency: 'AUD',
  presentment_currency: 'USD',
  taxes_included: false,
  customer: { id: 7, email: 'buyer@example.com' },
  line_items: [
    {
      id: 11,
      title: 'Pen',
      quantity: 1,
      current_quantity: 1,
      fulfillable_quantity: 1,
      price: '45.62',
      price_set: set('45.62', '34.67'),
      tax_lines: [
        {
          title: 'GST',
          rate: 0.1,
          price: '4.56',
          price_set: set('4.56', '3.47'),
          channel_liable: true,
        },
      ],
      gift_card: false,
      requires_shipping: true,
    },
  ],
  shipping_lines: [
    {
      id: 21,
      title: 'Standard',
      price: '10.15',
      price_set: set('10.15', '7.71'),
      is_removed: false,
    },
  ],
  total_price: '60.33',
  total_price_set: set('60.33', '45.85'),
  total_outstanding: '0.00',
  financial_status: 'paid',
  fulfillment_status: null,
  tags: 'vip, gift',
}
const [penLine] = pen.line_items
const [penShipping] = pen.shipping_lines

const read = (wire: unknown) => decode(orderMapping, wire, context)._unsafeUnwrap()
const write = (entity: Order, residue: Residue = {}) =>
  encode(orderMapping, entity, { context, residue })._unsafeUnwrap()
const lineOf = (fields: object) =>
  read({ ...pen, line_items: [{ ...penLine, ...fields }] }).entity.lines[0]
const orderOf = (fields: object) => read({ ...pen, ...fields }).entity

describe('a Shopify order in two currencies', () => {
  it('is read side by side and adds up on both', () => {
    const { entity } = read(pen)
    expect(Order.parse(entity)).toEqual(entity)
    expect(entity).toEqual({
      refs: [{ system: 'shopify', account: 'acme', kind: 'Order', id: '820982911946154508' }],
      number: '#1031',
      placedAt: '2020-12-27T08:23:56+11:00',
      currency: 'AUD',
      buyerCurrency: 'USD',
      taxIncluded: false,
      customer: { system: 'shopify', account: 'acme', kind: 'Customer', id: '7' },
      lines: [
        {
          ref: { system: 'shopify', account: 'acme', kind: 'LineItem', id: '11' },
          title: 'Pen',
          quantity: { ordered: '1', cancelled: '0', fulfilled: '0', returned: '0' },
          unitPrice: { shop: aud('45.62'), buyer: usd('34.67') },
          discounts: [],
          taxes: [
            {
              title: 'GST',
              rate: '0.1',
              amount: { shop: aud('4.56'), buyer: usd('3.47') },
              included: false,
              collectedBy: 'channel',
            },
          ],
          giftCard: false,
          requiresShipping: true,
        },
      ],
      charges: [
        {
          kind: 'shipping',
          ref: { system: 'shopify', account: 'acme', kind: 'ShippingLine', id: '21' },
          title: 'Standard',
          amount: { shop: aud('10.15'), buyer: usd('7.71') },
          removed: false,
          discounts: [],
          taxes: [],
        },
      ],
      discounts: [],
      tags: ['vip', 'gift'],
      asserted: {
        total: { shop: aud('60.33'), buyer: usd('45.85') },
        outstanding: aud('0'),
        payment: { raw: 'paid', value: 'paid' },
        fulfilment: { raw: 'null', value: 'none' },
      },
    })
    expect(checkOrder(entity)).toEqual([])
  })

  it('has no buyer side where the set is missing, instead of a guess', () => {
    expect(lineOf({ price_set: undefined })?.unitPrice).toEqual({ shop: aud('45.62') })
  })

  it('has one side only where both currencies are the same', () => {
    const price_set = set('45.62', '45.62', ['AUD', 'AUD'])
    const { lines, buyerCurrency } = orderOf({
      presentment_currency: 'AUD',
      line_items: [{ ...penLine, price_set }],
    })
    expect(buyerCurrency).toBeUndefined()
    expect(lines[0]?.unitPrice).toEqual({ shop: aud('45.62') })
  })
})

describe('the ids of a Shopify order', () => {
  it('come from the global id, since the number may have gone through a double', () => {
    const { entity, residue } = read(pen)
    expect(entity.refs[0]?.id).toBe('820982911946154508')
    expect(residue.kept?.['id']).toEqual(new WireNumber('820982911946154500'))
    expect(write(entity)).toMatchObject({ id: new WireNumber('820982911946154508') })
  })

  it('come from the number where there is no global id', () => {
    expect(orderOf({ id: 5, admin_graphql_api_id: undefined }).refs[0]?.id).toBe('5')
  })

  it('are refused where there is none at all', () => {
    const wire = { ...pen, id: null, admin_graphql_api_id: null }
    expect(decode(orderMapping, wire, context)._unsafeUnwrapErr()).toMatchObject([
      { code: 'missing', entity: '/refs/0' },
    ])
  })

  it.each(['-5', '5a', '', '1'.repeat(21)])('are digits, on both sides: %j is none', (id) => {
    const wire = { ...pen, admin_graphql_api_id: `gid://shopify/Order/${id}` }
    expect(decode(orderMapping, wire, context)._unsafeUnwrapErr()).toMatchObject([
      { code: 'global-id', wire: '/admin_graphql_api_id' },
    ])
    const { entity } = read(pen)
    const refs = entity.refs.map((ref) => ({ ...ref, id }))
    const refused = encode(orderMapping, { ...entity, refs }, { context })._unsafeUnwrapErr()
    expect(refused).toContainEqual(
      expect.objectContaining({ code: 'global-id', entity: '/refs/0' }),
    )
  })

  it('are digits where there is a number alone', () => {
    const wire = { ...pen, id: -5, admin_graphql_api_id: null }
    expect(decode(orderMapping, wire, context)._unsafeUnwrapErr()).toMatchObject([
      { code: 'global-id', entity: '/refs/0' },
    ])
  })

  it('are written for this shop only; refs of other systems stay where they belong', () => {
    const { entity, residue } = read(pen)
    const erp = { system: 'netsuite', account: 'tstdrv', kind: 'salesOrder', id: '9' }
    expect(write({ ...entity, refs: [erp, ...entity.refs] }, residue)).toMatchObject({
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
    })
    const foreign = { ...entity, customer: erp }
    expect(encode(orderMapping, foreign, { context })._unsafeUnwrapErr()).toMatchObject([
      { code: 'foreign-ref', entity: '/customer', wire: '/customer/id' },
    ])
  })
})

describe('the units of a Shopify line', () => {
  it.each([
    [5, 5, 5, { ordered: '5', cancelled: '0', fulfilled: '0' }],
    [5, 3, 1, { ordered: '5', cancelled: '2', fulfilled: '2' }],
    [5, 0, 0, { ordered: '5', cancelled: '5', fulfilled: '0' }],
    [5, undefined, 2, { ordered: '5', cancelled: '0', fulfilled: '3' }],
    [5, 3, 4, { ordered: '5', cancelled: '2', fulfilled: '0' }],
    [5, 3, undefined, { ordered: '5', cancelled: '2', fulfilled: '0' }],
  ])(
    'of %s ordered, %s current, %s fulfillable are %j',
    (quantity, current, fulfillable, counters) => {
      const fields = { quantity, current_quantity: current, fulfillable_quantity: fulfillable }
      expect(lineOf(fields)?.quantity).toEqual({ ...counters, returned: '0' })
    },
  )

  it('are written as the counters that say the same', () => {
    const { entity, residue } = read(pen)
    const [line] = entity.lines
    if (!line) throw new Error('one line')
    const quantity = { ordered: '5', cancelled: '2', fulfilled: '1', returned: '0' }
    expect(write({ ...entity, lines: [{ ...line, quantity }] }, residue)).toMatchObject({
      line_items: [{ quantity: 5, current_quantity: 3, fulfillable_quantity: 2 }],
    })
  })

  describe('that were sent and are refunded', () => {
    const fulfilled = (status: string, quantity: number) => ({
      ...{
        status,
        line_items: [
          { id: 11, quantity },
          { id: 12, quantity: 9 },
        ],
      },
    })
    const refunded = (restock_type: string, quantity: number) => ({
      refund_line_items: [
        { line_item_id: 11, restock_type, quantity },
        { line_item_id: 12, restock_type, quantity: 9 },
      ],
    })
    const sent = (fields: object) => ({
      ...pen,
      line_items: [{ ...penLine, quantity: 5, current_quantity: 2, fulfillable_quantity: 1 }],
      fulfillments: [fulfilled('success', 4)],
      ...fields,
    })
    const counted = (fields: object) => read(sent(fields)).entity.lines[0]?.quantity

    it('stay sent where they are not restocked, and come back where they are', () => {
      const [back, gone] = [refunded('return', 3), refunded('no_restock', 3)]
      const all = { ordered: '5', cancelled: '3', fulfilled: '1', returned: '0' }
      expect(counted({ refunds: [back] })).toEqual(all)
      const none = { ordered: '5', cancelled: '0', fulfilled: '4', returned: '3' }
      expect(counted({ refunds: [gone] })).toEqual(none)
      const some = [refunded('no_restock', 1), refunded('return', 1), refunded('no_restock', 1)]
      expect(counted({ refunds: some })).toEqual({
        ...{ ordered: '5', cancelled: '1', fulfilled: '3', returned: '2' },
      })
    })

    it('are no more than were sent: what never left is free again, restocked or not', () => {
      const refunds = [refunded('no_restock', 3)]
      const all = { ordered: '5', cancelled: '3', fulfilled: '1', returned: '0' }
      expect(counted({ refunds, fulfillments: [fulfilled('success', 1)] })).toEqual(all)
      expect(counted({ refunds, fulfillments: [fulfilled('cancelled', 4)] })).toEqual(all)
      expect(counted({ refunds, fulfillments: undefined })).toEqual(all)
      expect(counted({ refunds, location_id: 7 })).toEqual(all)
    })

    it.each([
      'text',
      [7, null, [{}]],
      [{ refund_line_items: 'none' }],
      [refunded('no_restock', -3)],
    ])('are counted as before where refunds are %j', (refunds) => {
      expect(counted({ refunds })).toEqual({
        ...{ ordered: '5', cancelled: '3', fulfilled: '1', returned: '0' },
      })
    })

    it('are written as they were read', () => {
      const wire = sent({ refunds: [refunded('no_restock', 2)] })
      const { entity, residue } = read(wire)
      expect(write(entity, residue)).toEqual(write(read(write(entity, residue)).entity, residue))
      expect(write(entity, residue)).toMatchObject({ line_items: wire.line_items })
      const asRead = { ...orderMapping }
      useInterpreter(asRead)
      expect(encode(asRead, entity, { context, residue })._unsafeUnwrap()).toEqual(
        write(entity, residue),
      )
    })
  })

  it.each([
    ['no-place', { ordered: '1', cancelled: '0', fulfilled: '1', returned: '1' }],
    ['fraction', { ordered: '1.5', cancelled: '0', fulfilled: '0', returned: '0' }],
  ])('are refused as %s where Shopify cannot hold %j', (code, quantity) => {
    const { entity } = read(pen)
    const lines = entity.lines.map((line) => ({ ...line, quantity }))
    expect(
      encode(orderMapping, { ...entity, lines }, { context })._unsafeUnwrapErr(),
    ).toMatchObject([{ code, entity: '/lines/0/quantity' }])
  })
})

describe('what a Shopify order costs beside its goods', () => {
  it('is shipping, then tips, duties and fees', () => {
    const { charges } = orderOf({
      total_tip_received: '2.50',
      original_total_duties_set: set('8.00', '6.10'),
      current_total_duties_set: set('4.00', '3.05'),
      original_total_additional_fees_set: set('1.00', '0.76'),
    })
    expect(charges.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['shipping', { shop: aud('10.15'), buyer: usd('7.71') }],
      ['tip', { shop: aud('2.5') }],
      ['duty', { shop: aud('4'), buyer: usd('3.05') }],
      ['fee', { shop: aud('1'), buyer: usd('0.76') }],
    ])
  })

  const duty: Charge = {
    kind: 'duty',
    amount: { shop: aud('4'), buyer: usd('3.05') },
    removed: false,
    discounts: [],
    taxes: [],
  }
  const withCharges = (...charges: Charge[]): Order => ({ ...read(pen).entity, charges })

  it('has no name of its own where Shopify states a sum, and says so', () => {
    const ref = { system: 'shopify', account: 'acme', kind: 'Duty', id: '1' }
    const order = withCharges(
      { ...duty, title: 'Duty', code: 'D', ref },
      { ...duty, kind: 'tip', title: 'Thanks' },
    )
    expect(unwritten(orderMapping, order).filter(({ entity }) => /^.charges/.test(entity))).toEqual(
      [
        ['/charges/0/ref', 'tips, duties and fees are stated as one sum each'],
        ['/charges/0/title', 'tips, duties and fees are stated as one sum each'],
        ['/charges/0/code', 'tips, duties and fees are stated as one sum each'],
        ['/charges/1/title', 'tips, duties and fees are stated as one sum each'],
        ['/charges/1/amount/buyer', 'tips are stated in the shop’s currency'],
      ].map(([entity, reason]) => ({ entity, reason })),
    )
    expect(read(write(order)).entity.charges).toEqual([
      { ...duty, kind: 'tip', amount: { shop: aud('4') } },
      duty,
    ])
  })

  it.each<[string, Partial<Charge>]>([
    ['taxes', { taxes: [{ ...read(pen).entity.lines[0]?.taxes[0] } as TaxLine] }],
    ['discounts', { discounts: [{ application: '0', amount: { shop: aud('1') } }] }],
    ['another price', { discounted: { shop: aud('1') } }],
    ['been removed', { removed: true }],
  ])('is refused where a sum has %s: that money would be lost', (_, more) => {
    // a tip that was given back has a place of its own
    const kinds = (['tip', 'duty', 'fee'] as const).filter(
      (kind) => kind !== 'tip' || !more.removed,
    )
    const charges = kinds.map((kind) => ({ ...duty, kind, ...more }))
    const refused = encode(orderMapping, withCharges(...charges), { context })._unsafeUnwrapErr()
    expect(refused).toMatchObject(
      kinds.map((_, index) => ({ code: 'no-place', entity: `/charges/${index}` })),
    )
  })

  describe('with a tip', () => {
    const resource = shopify.resources['order@rest']
    if (!resource) throw new Error('the pack has lost its orders')
    const tip = {
      ...{ id: 12, title: 'Tip', name: 'Tip', quantity: 1, current_quantity: 1, price: '5.00' },
      ...{ fulfillable_quantity: 0, requires_shipping: false, gift_card: false, sku: null },
      ...{ variant_id: null, product_id: null, tip_payment_gateway: null },
    }
    const { presentment_currency: _, total_price_set: __, ...one } = pen
    const partsOf = (fields: object) =>
      decodeResource(resource, { order: { ...one, total_price: '65.33', ...fields } }, context)
        ._unsafeUnwrap()
        .filter(({ entity }) => entity === 'order')

    it('counts it once, though it stands among the lines as well', () => {
      const line_items = [penLine, tip]
      const [order] = partsOf({ line_items, total_tip_received: '5.00' })
      expect(order?.body).toMatchObject({
        lines: [{ title: 'Pen' }],
        charges: [{ kind: 'shipping' }, { kind: 'tip', amount: { shop: aud('5') } }],
      })
      expect(order?.findings).toEqual([])
    })

    describe('that was given back', () => {
      const given = (quantity: number) => ({ ...tip, current_quantity: 1 - quantity })
      const other = { ...tip, id: 13, price: '2.00' }

      it('owes it no more: the total that is left agrees, and so does the one of before', () => {
        const [order] = partsOf({
          ...{ line_items: [penLine, given(1)], total_tip_received: '5.00' },
          current_total_price: '60.33',
        })
        expect(order?.body).toMatchObject({
          lines: [{ title: 'Pen' }],
          charges: [
            { kind: 'shipping' },
            { kind: 'tip', amount: { shop: aud('5') }, removed: true },
          ],
        })
        expect(order?.findings).toEqual([])
      })

      it('leaves what is left of several', () => {
        const [order] = partsOf({
          ...{ line_items: [penLine, given(1), other], total_tip_received: '7.00' },
          ...{ total_price: '67.33', current_total_price: '62.33' },
        })
        expect(order?.body).toMatchObject({
          charges: [
            { kind: 'shipping' },
            { kind: 'tip', amount: { shop: aud('2') }, removed: false },
            { kind: 'tip', amount: { shop: aud('5') }, removed: true },
          ],
        })
        expect(order?.findings).toEqual([])
      })

      it('is taken from no sum that does not hold it', () => {
        const [order] = partsOf({
          ...{ line_items: [penLine, given(1), other], total_tip_received: '2.00' },
          total_price: '62.33',
        })
        expect(order?.body).toMatchObject({
          charges: [{ kind: 'shipping' }, { kind: 'tip', amount: { shop: aud('2') } }],
        })
      })
    })

    it('leaves it among the lines where no sum of tips is stated', () => {
      const [order] = partsOf({ line_items: [penLine, tip], total_tip_received: '0.0' })
      expect(order?.body).toMatchObject({ lines: [{ title: 'Pen' }, { title: 'Tip' }] })
    })
  })

  it('counts no tip and no rounding of zero', () => {
    const order = orderOf({
      total_tip_received: '0.0',
      total_cash_rounding_payment_adjustment_set: set('0.00', '0.00'),
    })
    expect(order.charges.map(({ kind }) => kind)).toEqual(['shipping'])
    expect(order).not.toHaveProperty('rounding')
  })

  it('keeps cash rounding apart', () => {
    const total_cash_rounding_payment_adjustment_set = set('-0.02', '0.00')
    expect(orderOf({ total_cash_rounding_payment_adjustment_set }).rounding).toEqual({
      shop: aud('-0.02'),
      buyer: usd('0'),
    })
  })

  it('keeps a shipping line that was removed, and the price after discounts', () => {
    const shipping = {
      ...penShipping,
      is_removed: true,
      discounted_price: '5.00',
      discounted_price_set: set('5.00', '3.80'),
    }
    expect(orderOf({ shipping_lines: [shipping] }).charges[0]).toMatchObject({
      removed: true,
      discounted: { shop: aud('5'), buyer: usd('3.8') },
    })
  })
})

describe('the discounts of a Shopify order', () => {
  it('are named by their place in the list, and allocations keep their cents', () => {
    const { discounts, lines } = orderOf({
      discount_applications: [
        {
          type: 'automatic',
          title: 'Spring',
          value: '10.0',
          value_type: 'percentage',
          target_type: 'line_item',
          allocation_method: 'across',
          target_selection: 'all',
        },
        {
          type: 'discount_code',
          code: 'FREESHIP',
          value: '1',
          value_type: 'gift',
          target_type: 'shipping_line',
          allocation_method: 'each',
          target_selection: 'all',
        },
      ],
      line_items: [
        {
          ...penLine,
          discount_allocations: [
            { discount_application_index: 0, amount: '3.34', amount_set: set('3.34', '2.54') },
          ],
        },
      ],
    })
    expect(discounts).toEqual([
      {
        key: '0',
        title: 'Spring',
        kind: 'percent',
        value: '10',
        target: 'line',
        method: 'across',
      },
      {
        key: '1',
        code: 'FREESHIP',
        kind: 'unknown',
        value: '1',
        target: 'shipping',
        method: 'each',
      },
    ])
    expect(lines[0]?.discounts).toEqual([
      { application: '0', amount: { shop: aud('3.34'), buyer: usd('2.54') } },
    ])
  })
})

describe('the place of a discount in the list of a Shopify order', () => {
  const allocated = (index: unknown) => ({
    ...pen,
    line_items: [
      { ...penLine, discount_allocations: [{ discount_application_index: index, amount: '1.00' }] },
    ],
  })

  it.each([-1, 1.5, 1e9])('is counted from 0: %s is refused', (index) => {
    expect(decode(orderMapping, allocated(index), context)._unsafeUnwrapErr()).toMatchObject([
      { code: 'no-place', entity: '/lines/0/discounts/0/application' },
    ])
  })

  it.each(['-1', '01', 'x', '1000000000'])('is written as it is read: %s is refused', (place) => {
    const { entity } = read(allocated(1))
    const lines = entity.lines.map((line) => ({
      ...line,
      discounts: line.discounts.map((discount) => ({ ...discount, application: place })),
    }))
    expect(
      encode(orderMapping, { ...entity, lines }, { context })._unsafeUnwrapErr(),
    ).toMatchObject([{ code: 'no-place' }])
  })
})

describe('the labels of a Shopify order', () => {
  it.each([
    ['pending', 'unpaid'],
    ['authorized', 'authorised'],
    ['partially_paid', 'part-paid'],
    ['paid', 'paid'],
    ['partially_refunded', 'part-refunded'],
    ['refunded', 'refunded'],
    ['voided', 'voided'],
    ['expired', 'expired'],
    ['unheard_of', 'unknown'],
  ])('read %s as %s', (raw, value) => {
    const { entity } = read({ ...pen, financial_status: raw })
    expect(entity.asserted.payment).toEqual({ raw, value })
    expect(write(entity)).toMatchObject({ financial_status: raw })
  })

  it.each([
    [null, 'none'],
    ['partial', 'partial'],
    ['fulfilled', 'complete'],
    ['restocked', 'restocked'],
    ['pending', 'unknown'],
  ])('read the goods’ %s as %s', (raw, value) => {
    const { entity } = read({ ...pen, fulfillment_status: raw })
    expect(entity.asserted.fulfilment).toEqual({ raw: String(raw), value })
    expect(write(entity)).toMatchObject({ fulfillment_status: raw })
  })

  it('say nothing of the money where Shopify says nothing', () => {
    expect(orderOf({ financial_status: null }).asserted).not.toHaveProperty('payment')
  })

  it('say nothing of the goods where a document leaves them out', () => {
    const { fulfillment_status: _, ...partial } = pen
    const { entity, residue } = read(partial)
    expect(entity.asserted).not.toHaveProperty('fulfilment')
    expect(write(entity, residue)).not.toHaveProperty('fulfillment_status')
  })

  it('may be missing: an order that nobody says anything of is written without them', () => {
    const { entity } = read(pen)
    const written = write({ ...entity, asserted: {} })
    expect(written).not.toHaveProperty('fulfillment_status')
    expect(read(written).entity).toEqual({ ...entity, asserted: {} })
  })

  it('of another system keep their meaning, not their word', () => {
    const { entity } = read(pen)
    const payment = { raw: 'Pending Billing', value: 'unpaid' as const }
    const asserted = { ...entity.asserted, payment }
    expect(write({ ...entity, asserted })).toMatchObject({ financial_status: 'pending' })
  })
})

describe('the origin of a Shopify order', () => {
  it.each([
    ['web', 'online'],
    ['pos', 'store'],
    ['shopify_draft_order', 'manual'],
    ['755357713', 'unknown'],
    ['constructor', 'unknown'],
  ])('keeps the word %s and takes it as %s', (code, kind) => {
    const { entity } = read({ ...pen, source_name: code })
    expect(entity.channel).toEqual({ code, kind })
    expect(write(entity)).toMatchObject({ source_name: code })
  })

  it('names the store and the till', () => {
    const till = orderOf({ location_id: 12, device_id: 3 })
    expect(till).toMatchObject({ location: { kind: 'Location', id: '12' }, workstation: '3' })
    const { entity } = read({ ...pen, device_id: 'counter 3' })
    expect(entity.workstation).toBe('counter 3')
    expect(write(entity)).toMatchObject({ device_id: 'counter 3' })
  })

  it('keeps the pages where the buyer came from and landed, where there are any', () => {
    const pages = { landing_site: '/?utm_source=mail', referring_site: 'https://example.com' }
    const { entity } = read({ ...pen, ...pages })
    expect(entity.attribution).toEqual({
      landingPage: '/?utm_source=mail',
      referrer: 'https://example.com',
    })
    expect(write(entity)).toMatchObject(pages)
    expect(orderOf({ landing_site: null, referring_site: null })).not.toHaveProperty('attribution')
  })
})

describe('an old or partial Shopify order', () => {
  it('was placed when it was created, where it was never processed', () => {
    expect(orderOf({ processed_at: null }).placedAt).toBe('2020-12-27T08:23:58+11:00')
  })

  it('belongs to a guest where the customer is null', () => {
    expect(orderOf({ customer: null })).not.toHaveProperty('customer')
  })

  it('has lines that ship and are no gift cards, where it does not say', () => {
    expect(lineOf({ gift_card: undefined, requires_shipping: undefined })).toMatchObject({
      giftCard: false,
      requiresShipping: true,
    })
  })
})

describe('a Shopify order from elsewhere', () => {
  it('is refused where one tax is included and the prices are not', () => {
    const { entity } = read(pen)
    const lines = entity.lines.map((line) => ({
      ...line,
      taxes: line.taxes.map((tax) => ({ ...tax, included: true })),
    }))
    expect(
      encode(orderMapping, { ...entity, lines }, { context })._unsafeUnwrapErr(),
    ).toMatchObject([{ code: 'mixed-tax', entity: '/lines/0/taxes/0/included' }])
  })

  it('is refused where the tip or the debt is in another currency', () => {
    const { entity } = read({ ...pen, total_tip_received: '1' })
    const charges = entity.charges.map((charge) => ({ ...charge, amount: { shop: usd('1') } }))
    const asserted = { ...entity.asserted, outstanding: usd('1') }
    const found = encode(orderMapping, { ...entity, charges, asserted }, { context })
    expect(found._unsafeUnwrapErr()).toMatchObject([
      { code: 'currency', wire: '/total_tip_received', entity: '/charges/1' },
      { code: 'currency', wire: '/total_outstanding', entity: '/asserted/outstanding' },
    ])
  })
})
