import type { Order } from '@canonry/model'
import { readDocument } from '@canonry/pack'
import { externalIdOf, netsuite } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import {
  ELSEWHERE,
  includedVat,
  openStore,
  push,
  rung,
  sale,
  TICKET,
  TILL_PROFILE,
  ticket,
} from './till.js'
import { money, openWorld } from './world.js'

const LINKED = {
  'square/MERCHANT/Order/T1': {
    system: 'netsuite',
    account: '1234567',
    kind: 'cashSale',
    id: '1002',
  },
}

describe('a ticket of a till', () => {
  it('is one cash sale: at its store, on its day, for the till’s customer, off the stock', async () => {
    const world = openStore('SKU-1')
    expect(await push(world, sale())).toMatchObject({
      kind: 'confirmed',
      ref: { system: 'netsuite', kind: 'cashSale', id: '1002' },
    })
    expect(world.simulator.salesOrders()).toEqual([])
    expect(world.simulator.cashSales()).toMatchObject([
      {
        externalId: externalIdOf(TICKET),
        customer: '9201',
        location: '8',
        date: '2026-11-24',
        total: '10',
        lines: [{ item: 'SKU-1', quantity: '1', amount: '10' }],
      },
    ])
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-1')
  })

  it('costs what was paid, to the cent: discounts, taxes inside, a tip, a fee, cash rounding', async () => {
    const world = openStore('SKU-1', 'SKU-2')
    const body = ticket({
      taxIncluded: true,
      lines: [
        rung('1', {
          quantity: { ordered: '3', cancelled: '0', fulfilled: '3', returned: '0' },
          unitPrice: money('9.99'),
          discounts: [{ application: 'd', amount: money('3') }],
          taxes: [includedVat('4.31')],
        }),
        rung('2', { unitPrice: money('1.01'), taxes: [includedVat('0.16')] }),
      ],
      discounts: [
        { key: 'd', kind: 'fixed', value: '3', target: 'line', method: 'one', amount: money('3') },
      ],
      charges: [
        { kind: 'tip', amount: money('2'), removed: false, discounts: [], taxes: [] },
        {
          kind: 'fee',
          amount: money('1.19'),
          removed: false,
          discounts: [],
          taxes: [includedVat('0.19')],
        },
      ],
      rounding: money('-0.02'),
      asserted: { total: money('31.17') },
    })
    expect(await push(world, sale(body))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()).toMatchObject([
      {
        total: '31.15',
        taxTotal: '4.66',
        lines: [
          { item: 'SKU-1', quantity: '3' },
          { item: 'Discount' },
          { item: 'SKU-2' },
          { item: 'Tip', amount: '2' },
          { item: 'Fee', amount: '1' },
          { item: 'Rounding', amount: '-0.02' },
        ],
      },
    ])
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-3')
  })

  it('is booked once, however often it is sent, and moves its goods once', async () => {
    const world = openStore('SKU-1')
    await push(world, sale())
    expect(await push(world, sale())).toMatchObject({ kind: 'confirmed', ref: { id: '1002' } })
    expect(await push(world, sale(ticket(), { links: LINKED }))).toMatchObject({ kind: 'no-op' })
    expect(world.simulator.cashSales()).toHaveLength(1)
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-1')
  })

  it('is found again when the answer of its write was lost', async () => {
    const world = openStore('SKU-1')
    world.fault(/PUT/, { kind: 'lose-answer' })
    expect(await push(world, sale())).toMatchObject({ kind: 'unknown' })
    expect(await world.connector.verify([sale()])).toMatchObject([
      { kind: 'applied', ref: { kind: 'cashSale', id: '1002' } },
    ])
    expect(await world.reopen().verify([sale()])).toMatchObject([{ kind: 'applied' }])
  })

  it('is not taken for applied when its write never arrived', async () => {
    const world = openStore('SKU-1')
    world.fault(/PUT/, { kind: 'answer', status: 503 })
    expect(await push(world, sale())).toMatchObject({ kind: 'unknown' })
    expect(await world.connector.verify([sale()])).toEqual([{ kind: 'not-applied' }])
    expect(await push(world, sale())).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()).toHaveLength(1)
  })

  it.each([
    ['before the day turns', '2026-11-25T02:59:00Z', '2026-11-24'],
    ['when the day turns', '2026-11-25T03:00:00Z', '2026-11-25'],
  ])('gets the date of its store %s', async (_, placedAt, date) => {
    const world = openStore('SKU-1')
    await push(world, sale(ticket({ placedAt })))
    expect(world.simulator.cashSales()).toMatchObject([{ date }])
  })

  it.each([
    ['is still open', { closedAt: undefined }],
    ['was sold online', { channel: { code: 'Square Online', kind: 'online' } }],
  ] as const)('gets the date of its store as a sales order, where it %s', async (_, change) => {
    const world = openStore('SKU-1')
    const { closedAt: __, ...open } = ticket({ placedAt: '2026-12-01T01:30:00Z' })
    const dateOf = async (body: Order) => {
      await push(world, sale(body))
      return /"tranDate":"([^"]+)"/.exec(world.bodies.at(-1) ?? '')?.[1]
    }
    const body = 'channel' in change ? { ...open, ...change } : open
    expect(await dateOf(body)).toBe('2026-11-30')
    expect(await dateOf({ ...body, placedAt: '2026-12-01T03:30:00Z' })).toBe('2026-12-01')
    expect(await dateOf({ ...body, businessDate: '2026-11-29' })).toBe('2026-11-29')
    // a place that nobody knows tells no other date than the moment itself
    expect(await dateOf({ ...body, location: ELSEWHERE })).toBe('2026-12-01')
    expect(world.simulator.cashSales()).toEqual([])
  })

  it('keeps the day that the till itself says', async () => {
    const world = openStore('SKU-1')
    await push(world, sale(ticket({ businessDate: '2026-11-23' })))
    expect(world.simulator.cashSales()).toMatchObject([{ date: '2026-11-23' }])
  })

  it('waits for a store that the profile does not know, and goes on once it is linked', async () => {
    const world = openStore('SKU-1')
    const body = ticket({ location: ELSEWHERE })
    expect(await push(world, sale(body))).toMatchObject({
      failure: {
        kind: 'dependency.missing',
        dependency: ELSEWHERE,
        message: expect.stringContaining('square/MERCHANT/Location/L9'),
      },
    })
    expect(world.requests).toEqual([])
    const location = { system: 'netsuite', account: '1234567', kind: 'location', id: '8' }
    const links = { 'square/MERCHANT/Location/L9': location }
    expect(await push(world, sale(body, { links }))).toMatchObject({ kind: 'confirmed' })
  })

  it('waits for a currency that the profile does not know, names it, and goes on once it does', async () => {
    const price = { shop: { amount: '75', currency: 'DKK' } }
    const body = ticket({ currency: 'DKK', lines: [rung('1', { unitPrice: price })], asserted: {} })
    expect(await push(openStore('SKU-1'), sale(body))).toMatchObject({
      failure: {
        ...{ kind: 'dependency.missing', owner: 'finance' },
        dependency: { system: 'netsuite', account: '1234567', kind: 'currency', id: 'DKK' },
        message: expect.stringContaining('currencies: { DKK: '),
      },
    })
    const currencies = { ...TILL_PROFILE.currencies, DKK: '5' }
    const world = openWorld({ profile: { ...TILL_PROFILE, currencies } })
    world.simulator.addItem({ itemId: 'SKU-1' })
    expect(await push(world, sale(body))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()).toMatchObject([{ currency: 'DKK', total: '75' }])
  })

  it('waits for an item that does not exist', async () => {
    expect(await push(openStore(), sale())).toMatchObject({
      failure: { kind: 'dependency.missing', dependency: { kind: 'item', id: 'SKU-1' } },
    })
  })

  it('waits for an item that is inactive, says so, and goes on once it is active', async () => {
    const world = openStore('SKU-1')
    world.simulator.addItem({ itemId: 'SKU-1', id: '1001', isInactive: true })
    expect(await push(world, sale())).toMatchObject({
      failure: {
        kind: 'dependency.missing',
        message: expect.stringContaining('make the inactive one active again'),
      },
    })
    world.simulator.addItem({ itemId: 'SKU-1', id: '1001' })
    expect(await push(world, sale())).toMatchObject({ kind: 'confirmed' })
  })

  it('waits where two items have its name, names both, and goes on once one is inactive', async () => {
    const world = openStore('SKU-1')
    const other = world.simulator.addItem({ itemId: 'SKU-1' })
    expect(await push(world, sale())).toMatchObject({
      failure: {
        kind: 'dependency.missing',
        message: expect.stringContaining(`internal ids 1001, ${other}`),
      },
    })
    const variant = { system: 'square', account: 'MERCHANT', kind: 'ItemVariation', id: 'V1' }
    const links = {
      'square/MERCHANT/ItemVariation/V1': {
        ...{ system: 'netsuite', account: '1234567', kind: 'item', id: other },
      },
    }
    const linked = sale(ticket({ lines: [rung('1', { variant })] }), { links })
    expect(await push(world, linked)).toMatchObject({ kind: 'confirmed' })
    world.simulator.addItem({ itemId: 'SKU-1', id: other, isInactive: true })
    const later = sale(ticket({ refs: [{ ...TICKET, id: 'T2' }], number: 'T2' }), {
      source: { ...TICKET, id: 'T2' },
    })
    expect(await push(world, later)).toMatchObject({ kind: 'confirmed' })
  })

  it('owes what a gift card was loaded with: it is on the item of gift cards, and all else is not', async () => {
    const profile = { ...TILL_PROFILE, giftCardItem: '9008', otherItem: '9007' }
    const world = openWorld({ profile })
    const lines = [rung('1', { sku: '', giftCard: true }), rung('2', { sku: '' })]
    expect(await push(world, sale(ticket({ lines })))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()[0]).toMatchObject({
      lines: [{ item: 'Gift card' }, { item: 'Other' }],
    })
    const alone = openWorld({ profile: { ...TILL_PROFILE, giftCardItem: '9008' } })
    expect(await push(alone, sale(ticket({ lines })))).toMatchObject({
      failure: { kind: 'dependency.missing', message: expect.stringContaining('line') },
    })
  })

  describe('that gift cards paid', () => {
    const APART = { ...TILL_PROFILE, giftCardTenderItem: '9009' }
    const paid = (amount: string) =>
      sale(ticket({ asserted: { total: money('10'), byGiftCard: money(amount) } }))
    const opened = (profile: typeof APART | typeof TILL_PROFILE) => {
      const world = openWorld({ profile })
      world.simulator.addItem({ itemId: 'SKU-1' })
      return world
    }

    it.each([
      ['in part', '4.5', '5.5'],
      ['wholly', '10', '0'],
    ])('%s, takes that off the liability and off the money', async (_, amount, total) => {
      const world = opened(APART)
      const outcome = await push(world, paid(amount))
      expect(outcome).toMatchObject({ kind: 'confirmed' })
      expect(outcome).not.toHaveProperty('findings')
      expect(world.simulator.cashSales()).toMatchObject([
        {
          total,
          lines: [
            { item: 'SKU-1', amount: '10' },
            { item: 'Gift card redeemed', amount: `-${amount}` },
          ],
        },
      ])
      // told again, it is what is there
      const again = { ...paid(amount), links: LINKED }
      expect(await push(world, again)).toMatchObject({ kind: 'no-op' })
      expect(await world.connector.verify([again])).toMatchObject([{ kind: 'applied' }])
      const read = await world.connector.read([
        { system: 'netsuite', account: '1234567', kind: 'cashSale', id: '1002' },
      ])
      const [document] = read._unsafeUnwrap()
      const resource = netsuite.connect({ id: 'erp', account: '1234567', profile: APART })
        .resources['cashSale@rest']
      const parts = resource && readDocument(resource, document?.text ?? '', { account: '1234567' })
      expect(parts?._unsafeUnwrap().parts[0]?.body).toMatchObject({
        asserted: { total: money('10'), byGiftCard: money(amount) },
        lines: [{ sku: 'SKU-1' }],
      })
    })

    it('is booked as if all were money where no item is named for that, and says how much is none', async () => {
      const world = opened(TILL_PROFILE)
      expect(await push(world, paid('4.5'))).toMatchObject({
        kind: 'confirmed',
        findings: [
          {
            code: 'gift-card-not-apart',
            difference: { amount: '4.5', currency: 'EUR' },
            message: expect.stringContaining('giftCardTenderItem'),
          },
        ],
      })
      expect(world.simulator.cashSales()).toMatchObject([{ total: '10' }])
    })

    it('is left to finance where they paid more than it costs', async () => {
      const world = opened(APART)
      expect(await push(world, paid('10.01'))).toMatchObject({
        kind: 'failed',
        failure: { kind: 'contract.invalid', owner: 'finance' },
      })
      expect(world.simulator.cashSales()).toEqual([])
    })

    it('says nothing of it in a sales order, which posts nothing', async () => {
      const world = opened(APART)
      const {
        location: _,
        closedAt: __,
        ...open
      } = ticket({
        asserted: { total: money('10'), byGiftCard: money('4') },
      })
      expect(await push(world, sale(open))).toMatchObject({ kind: 'confirmed' })
      expect(world.simulator.salesOrders()).toMatchObject([{ total: '10' }])
    })
  })

  it('sells what the crosswalk knows where the till names a variant and no article', async () => {
    const world = openStore()
    const id = world.simulator.addItem({ itemId: 'MUG' })
    const variant = { system: 'square', account: 'MERCHANT', kind: 'ItemVariation', id: 'V1' }
    const { sku: _, ...nameless } = rung('1', { variant })
    const links = {
      'square/MERCHANT/ItemVariation/V1': {
        system: 'netsuite',
        account: '1234567',
        kind: 'item',
        id,
      },
    }
    const body = ticket({ lines: [nameless] })
    expect(await push(world, sale(body))).toMatchObject({
      failure: { kind: 'dependency.missing' },
    })
    expect(await push(world, sale(body, { links }))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()).toMatchObject([{ lines: [{ item: 'MUG' }] }])
  })

  it('does not wait for a customer whom only the till knows', async () => {
    const world = openStore('SKU-1')
    const customer = { system: 'square', account: 'MERCHANT', kind: 'Customer', id: 'C1' }
    expect(await push(world, sale(ticket({ customer })))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()).toMatchObject([{ customer: '9201' }])
  })

  it('takes a tip that was added after it was booked into the same record', async () => {
    const world = openStore('SKU-1')
    const outcome = await push(world, sale())
    const tipped = ticket({
      charges: [{ kind: 'tip', amount: money('2'), removed: false, discounts: [], taxes: [] }],
      asserted: { total: money('12') },
    })
    const links = { 'square/MERCHANT/Order/T1': 'ref' in outcome ? outcome.ref : TICKET }
    expect(await push(world, sale(tipped, { links }))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()).toMatchObject([{ total: '12' }])
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-1')
  })

  it('moves to the store and day that it turns out to be of, in the same record', async () => {
    const profile = {
      ...TILL_PROFILE,
      locations: { ...TILL_PROFILE.locations, 'square/MERCHANT/Location/L9': { location: '9' } },
    }
    const world = openWorld({ profile })
    world.simulator.addItem({ itemId: 'SKU-1' })
    const outcome = await push(world, sale())
    const links = { 'square/MERCHANT/Order/T1': 'ref' in outcome ? outcome.ref : TICKET }
    const moved = ticket({ location: ELSEWHERE, businessDate: '2026-11-23' })
    expect(await push(world, sale(moved, { links }))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashSales()).toMatchObject([{ location: '9', date: '2026-11-23' }])
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' }) ?? '0').toBe('0')
    expect(world.simulator.onHand({ item: 'SKU-1', location: '9' })).toBe('-1')
  })

  it('is booked as it was sold, whatever came back since', async () => {
    const world = openStore('SKU-1')
    const quantity = { ordered: '2', cancelled: '0', fulfilled: '2', returned: '1' }
    const asserted = { total: money('20'), currentTotal: money('10') }
    await push(world, sale(ticket({ lines: [rung('1', { quantity })], asserted })))
    expect(world.simulator.cashSales()).toMatchObject([{ total: '20', lines: [{ quantity: '2' }] }])
  })

  it('is a sales order while it is open, and stays the record that it is', async () => {
    const world = openStore('SKU-1')
    const { closedAt: _, ...open } = ticket()
    expect(await push(world, sale(open))).toMatchObject({ ref: { kind: 'salesOrder' } })
    const [{ id = '' } = {}] = world.simulator.salesOrders()
    const ref = { system: 'netsuite', account: '1234567', kind: 'salesOrder', id }
    const links = { 'square/MERCHANT/Order/T1': ref }
    expect(await push(world, sale(ticket(), { links }))).toMatchObject({ ref })
    expect(world.simulator.cashSales()).toEqual([])
  })

  it('that was sold online is a sales order, wherever its shop is', async () => {
    const world = openStore('SKU-1')
    const channel = { code: 'Square Online', kind: 'online' as const }
    expect(await push(world, sale(ticket({ channel })))).toMatchObject({
      ref: { kind: 'salesOrder' },
    })
  })

  it('cannot be closed once it is posted: a person is asked', async () => {
    const world = openStore('SKU-1')
    await push(world, sale())
    expect(await push(world, sale(ticket(), { kind: 'cancel', links: LINKED }))).toMatchObject({
      failure: { kind: 'business.rejected', owner: 'finance' },
    })
  })

  it('reads back as the order that it is', async () => {
    const world = openStore('SKU-1')
    await push(world, sale())
    const ref = LINKED['square/MERCHANT/Order/T1']
    const read = await world.connector.read([ref, { ...ref, id: '9999' }])
    expect(read._unsafeUnwrap()).toMatchObject([{ resource: 'cashSale@rest', key: '1002' }])
  })
})
