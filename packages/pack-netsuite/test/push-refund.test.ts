import type { Ref, Refund, RefundLine } from '@canonry/model'
import type { Intent } from '@canonry/pack'
import { readDocument } from '@canonry/pack'
import { externalIdOf, netsuite } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import {
  ELSEWHERE,
  includedVat,
  openStore,
  push,
  rung,
  STORE,
  sale,
  TICKET,
  TILL_PROFILE,
  ticket,
} from './till.js'
import { money, openWorld, type World } from './world.js'

const square = (kind: string, id: string): Ref => ({ ...TICKET, kind, id })
const BACK = square('Refund', 'T2/r1')

/** Two mugs were sold at 11.90 each, tax inside. */
const sold = ticket({
  taxIncluded: true,
  lines: [
    rung('1', {
      quantity: { ordered: '2', cancelled: '0', fulfilled: '2', returned: '0' },
      unitPrice: money('11.9'),
      taxes: [includedVat('3.8')],
    }),
  ],
})

/** One of them is given back. */
function back(change: Partial<RefundLine> = {}): RefundLine {
  return {
    line: square('LineItem', 'T1/1'),
    quantity: '1',
    net: money('11.9'),
    taxes: [includedVat('1.9')],
    ...change,
  }
}

function refund(change: Partial<Refund> = {}): Refund {
  return {
    refs: [BACK],
    order: TICKET,
    location: STORE,
    amount: money('11.9'),
    lines: [back()],
    charges: [],
    adjustments: [],
    method: 'unknown',
    transactions: [],
    state: 'succeeded',
    at: '2026-11-25T02:30:00Z',
    ...change,
  }
}

function giveBack(body: Refund = refund(), change: Partial<Intent> = {}): Intent {
  const key = 'erp|upsert|refund|square/MERCHANT/Refund/T2%2Fr1'
  return { key, kind: 'upsert', entity: 'refund', source: BACK, body, links: {}, ...change }
}

/** A refund whose sale need not be known. */
const alone = giveBack(refund({ lines: [back({ sku: 'SKU-1' })] }))

async function soldWorld(): Promise<World> {
  const world = openStore('SKU-1')
  await push(world, sale(sold))
  return world
}

describe('a refund of a till', () => {
  it('is booked with the beginning of a long note', async () => {
    const world = await soldWorld()
    const note = 'x'.repeat(2_000)
    expect(await push(world, giveBack(refund({ note })))).toMatchObject({ kind: 'confirmed' })
    expect(JSON.parse(world.bodies.at(-1) ?? '{}').memo).toBe('x'.repeat(999))
  })

  it('is one cash refund of its sale: its goods come back, its money goes', async () => {
    const world = await soldWorld()
    expect(await push(world, giveBack())).toMatchObject({
      kind: 'confirmed',
      ref: { kind: 'cashRefund' },
    })
    const [{ id = '' } = {}] = world.simulator.cashSales()
    expect(world.simulator.cashRefunds()).toMatchObject([
      {
        externalId: externalIdOf(BACK),
        createdFrom: id,
        customer: '9201',
        location: '8',
        date: '2026-11-24',
        total: '11.9',
        taxTotal: '1.9',
        lines: [{ item: 'SKU-1', quantity: '1', amount: '10' }],
      },
    ])
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-1')
  })

  it('is booked once, however often it is sent, and moves its goods once', async () => {
    const world = await soldWorld()
    const first = await push(world, giveBack())
    await push(world, giveBack())
    const links = { 'square/MERCHANT/Refund/T2%2Fr1': 'ref' in first ? first.ref : BACK }
    expect(await push(world, giveBack(refund(), { links }))).toMatchObject({ kind: 'no-op' })
    expect(world.simulator.cashRefunds()).toHaveLength(1)
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-1')
  })

  it('is found again when the answer of its write was lost', async () => {
    const world = await soldWorld()
    world.fault(/PUT/, { kind: 'lose-answer' })
    expect(await push(world, giveBack())).toMatchObject({ kind: 'unknown' })
    expect(await world.reopen().verify([giveBack()])).toMatchObject([
      { kind: 'applied', ref: { kind: 'cashRefund' } },
    ])
  })

  it.each([
    ['found again', async (world: World) => (await world.connector.verify([alone])).at(0)],
    ['sent again', (world: World) => push(world, alone)],
  ])('that was booked before its sale stays as it is when it is %s', async (_, again) => {
    const world = openStore('SKU-1')
    world.fault(/PUT/, { kind: 'lose-answer' })
    expect(await push(world, alone)).toMatchObject({ kind: 'unknown' })
    await push(world, sale(sold))
    expect((await again(world))?.kind).toMatch(/^(applied|no-op)$/)
    expect(world.simulator.cashRefunds()).toHaveLength(1)
  })

  it('stands alone where NetSuite does not have the sale, and names its article itself', async () => {
    const world = openStore('SKU-1')
    expect(await push(world, alone)).toMatchObject({ kind: 'confirmed' })
    const [booked] = world.simulator.cashRefunds()
    expect(booked).toMatchObject({ total: '11.9', lines: [{ item: 'SKU-1' }] })
    expect(booked).not.toHaveProperty('createdFrom')
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('1')
  })

  it('of an exchange is no refund of the ticket that sells the new goods', async () => {
    const world = await soldWorld()
    const lines = [back({ line: square('LineItem', 'T1/return-1'), sku: 'SKU-1' })]
    await push(world, giveBack(refund({ lines })))
    expect(world.simulator.cashRefunds()[0]).not.toHaveProperty('createdFrom')
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-1')
  })

  it('puts goods back where they were brought, not where they were sold', async () => {
    const world = await soldWorld()
    const location = { system: 'netsuite', account: '1234567', kind: 'location', id: '7' }
    const links = { 'square/MERCHANT/Location/L9': location }
    await push(world, giveBack(refund({ location: ELSEWHERE }), { links }))
    expect(world.simulator.onHand({ item: 'SKU-1', location: '7' })).toBe('1')
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-2')
  })

  it('is money alone where nothing came back', async () => {
    const world = await soldWorld()
    const lines = [back({ quantity: '0' })]
    await push(world, giveBack(refund({ lines })))
    expect(world.simulator.cashRefunds()).toMatchObject([
      {
        total: '11.9',
        taxTotal: '1.9',
        lines: [{ item: 'Fee', amount: '10', key: 'allowance:T1/1' }],
      },
    ])
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-2')
  })

  it('of money alone is made from its sale, whichever line it names', async () => {
    const world = await soldWorld()
    const [booked] = world.simulator.cashSales()
    const line = back({ line: square('LineItem', 'T1/x'), quantity: '0', taxes: [] })
    expect(await push(world, giveBack(refund({ lines: [line] })))).toMatchObject({
      kind: 'confirmed',
    })
    expect(world.simulator.cashRefunds()).toMatchObject([
      { total: '11.9', createdFrom: booked?.id },
    ])
  })

  it('gives back tips, keeps fees, and rounds cash, each on a line of its own', async () => {
    const world = await soldWorld()
    const body = refund({
      charges: [{ kind: 'tip', net: money('2'), taxes: [] }],
      adjustments: [
        { kind: 'restocking-fee', amount: money('-1.19') },
        { kind: 'rounding', amount: money('-0.01') },
      ],
      amount: money('12.7'),
    })
    await push(world, giveBack(body))
    expect(world.simulator.cashRefunds()).toMatchObject([
      {
        total: '12.7',
        lines: [
          { item: 'SKU-1' },
          { item: 'Tip', amount: '2' },
          { item: 'Rounding', amount: '-0.01' },
          { item: 'Fee', amount: '-1.19' },
        ],
      },
    ])
  })

  it('meets what the buyer got by a rounding line of a cent, and says so', async () => {
    const world = await soldWorld()
    expect(await push(world, giveBack(refund({ amount: money('11.91') })))).toMatchObject({
      findings: [{ code: 'rounding-booked', difference: { amount: '0.01', currency: 'EUR' } }],
    })
    expect(world.simulator.cashRefunds()).toMatchObject([{ total: '11.91' }])
  })

  it('is booked with the two digits that NetSuite keeps of dinars, and says what that comes to', async () => {
    const world = openWorld({ profile: TILL_PROFILE })
    world.simulator.addItem({ itemId: 'SKU-1' })
    const dinars = (amount: string) => ({ shop: { amount, currency: 'KWD' } })
    const lines = [back({ sku: 'SKU-1', net: dinars('3.345'), taxes: [] })]
    const body = refund({ amount: dinars('3.345'), lines })
    expect(await push(world, giveBack(body))).toMatchObject({
      findings: [
        {
          code: 'precision-lost',
          path: '/amount',
          difference: { amount: '0.005', currency: 'KWD' },
        },
      ],
    })
    expect(world.simulator.cashRefunds()).toMatchObject([{ currency: 'KWD', total: '3.35' }])
  })

  it('is not booked where its parts are further off: finance learns both amounts', async () => {
    const world = await soldWorld()
    expect(await push(world, giveBack(refund({ amount: money('15') })))).toMatchObject({
      failure: { kind: 'contract.invalid', owner: 'finance' },
    })
  })

  it('is not booked before the money went back', async () => {
    const world = await soldWorld()
    expect(await push(world, giveBack(refund({ state: 'pending' })))).toMatchObject({
      failure: { kind: 'business.rejected' },
    })
  })

  it('of a sales order is left to finance', async () => {
    const ref = { system: 'netsuite', account: '1234567', kind: 'salesOrder', id: '5' }
    const links = { 'square/MERCHANT/Order/T1': ref }
    expect(await push(openStore(), giveBack(refund(), { links }))).toMatchObject({
      failure: { kind: 'business.rejected', owner: 'finance' },
    })
  })

  it('waits for its store, its sale, its article or its currency where one is not known', async () => {
    const world = openStore()
    const { location: _, ...nowhere } = refund()
    const missing = { failure: { kind: 'dependency.missing' } }
    expect(await push(world, giveBack(nowhere))).toMatchObject(missing)
    expect(await push(world, giveBack(refund({ location: ELSEWHERE })))).toMatchObject(missing)
    expect(await push(world, giveBack(refund({ lines: [back({ sku: 'NO' })] })))).toMatchObject({
      failure: { kind: 'dependency.missing', dependency: { kind: 'item', id: 'NO' } },
    })
    expect(await push(world, giveBack())).toMatchObject(missing)
    const dkk = { shop: { amount: '75', currency: 'DKK' } }
    const abroad = refund({ amount: dkk, lines: [back({ sku: 'SKU-1', net: dkk, taxes: [] })] })
    expect(await push(openStore('SKU-1'), giveBack(abroad))).toMatchObject({
      failure: { kind: 'dependency.missing', dependency: { kind: 'currency', id: 'DKK' } },
    })
  })

  it('waits for finance where the period of its day is closed, and goes on once it is open', async () => {
    const world = await soldWorld()
    world.simulator.closeBooks('2026-11-25')
    expect(await push(world, giveBack())).toMatchObject({
      failure: {
        kind: 'dependency.missing',
        owner: 'finance',
        dependency: { kind: 'accountingPeriod' },
      },
    })
    world.simulator.closeBooks('2026-10-31')
    expect(await push(world, giveBack())).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.cashRefunds()).toHaveLength(1)
  })

  it('is left to finance where the money did not go back after all, and is nothing where none was booked', async () => {
    const world = await soldWorld()
    const failed = giveBack(refund(), { kind: 'cancel' })
    expect(await push(world, failed)).toMatchObject({ kind: 'no-op' })
    await push(world, giveBack())
    expect(await push(world, failed)).toMatchObject({
      failure: { kind: 'business.rejected', owner: 'finance' },
    })
    expect(world.simulator.cashRefunds()).toHaveLength(1)
  })

  it('is refused where it is no refund', async () => {
    const body = { hello: 'world' } as unknown as Refund
    expect(await push(openStore(), giveBack(body))).toMatchObject({
      failure: { kind: 'contract.invalid' },
    })
  })
})

describe('a refund that went onto gift cards', () => {
  const APART = { ...TILL_PROFILE, giftCardTenderItem: '9009' }
  const opened = (profile: typeof APART | typeof TILL_PROFILE) => {
    const world = openWorld({ profile })
    world.simulator.addItem({ itemId: 'SKU-1' })
    return world
  }
  const loaded = (amount: string, change: Partial<Refund> = {}) =>
    giveBack(refund({ lines: [back({ sku: 'SKU-1' })], toGiftCard: money(amount), ...change }))

  it.each([
    ['in part', '4.5', '7.4'],
    ['wholly', '11.9', '0'],
  ])('%s, is owed again, and no money that was paid out', async (_, amount, total) => {
    const world = opened(APART)
    const outcome = await push(world, loaded(amount))
    expect(outcome).toMatchObject({ kind: 'confirmed' })
    expect(outcome).not.toHaveProperty('findings')
    expect(world.simulator.cashRefunds()).toMatchObject([
      {
        total,
        taxTotal: '1.9',
        lines: [
          { item: 'SKU-1', quantity: '1', amount: '10' },
          { item: 'Gift card redeemed', amount: `-${amount}` },
        ],
      },
    ])
    const links = { 'square/MERCHANT/Refund/T2%2Fr1': 'ref' in outcome ? outcome.ref : BACK }
    const again = { ...loaded(amount), links }
    expect(await push(world, again)).toMatchObject({ kind: 'no-op' })
    expect(await world.connector.verify([again])).toMatchObject([{ kind: 'applied' }])
    const read = await world.connector.read(Object.values(links))
    const [document] = read._unsafeUnwrap()
    const resource = netsuite.connect({ id: 'erp', account: '1234567', profile: APART }).resources[
      'cashRefund@rest'
    ]
    const parts = resource && readDocument(resource, document?.text ?? '', { account: '1234567' })
    expect(parts?._unsafeUnwrap().parts[0]?.body).toMatchObject({
      amount: money('11.9'),
      toGiftCard: money(amount),
      lines: [{ sku: 'SKU-1' }],
    })
  })

  it('is booked as money where no item is named for that, and says how much is none', async () => {
    const world = opened(TILL_PROFILE)
    expect(await push(world, loaded('4.5'))).toMatchObject({
      kind: 'confirmed',
      findings: [
        { code: 'gift-card-not-apart', path: '/toGiftCard', difference: money('4.5').shop },
      ],
    })
    expect(world.simulator.cashRefunds()).toMatchObject([{ total: '11.9' }])
  })

  it('names the amount of which nobody says where it went', async () => {
    const world = opened(APART)
    const unsaid = giveBack(refund({ lines: [back({ sku: 'SKU-1' })] }))
    expect(await push(world, unsaid)).toMatchObject({
      kind: 'confirmed',
      findings: [{ code: 'gift-card-unknown', difference: money('11.9').shop }],
    })
  })

  it.each([
    ['none went onto one', refund({ toGiftCard: money('0') })],
    ['all of it was cash', refund({ method: 'cash' })],
  ])('finds nothing where %s', async (_, said) => {
    const world = opened(APART)
    const outcome = await push(world, giveBack({ ...said, lines: [back({ sku: 'SKU-1' })] }))
    expect(outcome).toMatchObject({ kind: 'confirmed' })
    expect(outcome).not.toHaveProperty('findings')
    expect(world.simulator.cashRefunds()).toMatchObject([{ total: '11.9' }])
  })

  it('is left to finance where more went onto them than was given back', async () => {
    const world = opened(APART)
    expect(await push(world, loaded('11.91'))).toMatchObject({
      kind: 'failed',
      failure: { kind: 'contract.invalid', owner: 'finance' },
    })
    expect(world.simulator.cashRefunds()).toEqual([])
  })
})
