import type { Ref } from '@canonry/model'
import type { PushOutcome } from '@canonry/pack'
import { externalIdOf } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import {
  ACCOUNT,
  intent,
  line,
  linked,
  money,
  openWorld,
  order,
  PROFILE,
  SOURCE,
  type World,
} from './world.js'

const VAT = { title: 'VAT', rate: '0.19', included: true, collectedBy: 'merchant' as const }

async function push(world: World, change: Parameters<typeof intent>[0] = {}): Promise<PushOutcome> {
  const [outcome] = await world.connector.push([intent(change)])
  return outcome as PushOutcome
}

function stocked(...skus: string[]): World {
  const world = openWorld()
  for (const itemId of skus) world.simulator.addItem({ itemId })
  return world
}

const DETAILED = order({
  taxIncluded: true,
  lines: [
    line('1', {
      quantity: { ordered: '3', cancelled: '0', fulfilled: '0', returned: '0' },
      unitPrice: money('119'),
      discounts: [{ application: '0', amount: money('11.9') }],
      taxes: [{ ...VAT, amount: money('55.1') }],
    }),
    line('2'),
  ],
  charges: [
    {
      kind: 'shipping',
      amount: money('5.95'),
      removed: false,
      discounts: [],
      taxes: [{ ...VAT, amount: money('0.95') }],
    },
    { kind: 'tip', amount: money('2'), removed: false, discounts: [], taxes: [] },
  ],
})

describe('an order pushed to NetSuite', () => {
  it('becomes one sales order by one write under its external id', async () => {
    const world = stocked('SKU-1')
    const outcome = await push(world)
    const [document] = world.simulator.salesOrders()
    expect(outcome).toMatchObject({ kind: 'confirmed', ref: { id: document?.id } })
    expect(document).toMatchObject({
      externalId: externalIdOf(SOURCE),
      otherRefNum: '#1001',
      customer: '9200',
      currency: 'EUR',
      total: '10',
    })
    expect(world.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1)
    expect(world.requests.filter((request) => request.startsWith('GET'))).toHaveLength(0)
  })

  it('is booked net of included tax, to the cent, with discount, shipping and tip', async () => {
    const world = stocked('SKU-1', 'SKU-2')
    expect(await push(world, { body: DETAILED })).toMatchObject({ kind: 'confirmed' })
    const [document] = world.simulator.salesOrders()
    // 357 − 11.90 + 10 + 5.95 + 2
    expect(document).toMatchObject({ total: '363.05', taxTotal: '56.05', shippingCost: '5' })
    expect(document?.lines.map(({ key, amount }) => [key, amount])).toEqual([
      ['goods:1', '300'],
      ['discount:1', '-10'],
      ['goods:2', '10'],
      ['tip:1', '2'],
    ])
  })

  it('keeps the date of the place where it was placed', async () => {
    const world = stocked('SKU-1')
    await push(world)
    expect(world.bodies.at(-1)).toContain('"tranDate":"2026-11-24"')
  })

  it('is booked whatever the buyer wrote: of a longer note the beginning, and no half a sign', async () => {
    const world = stocked('SKU-1')
    const body = order({ note: `${'x'.repeat(998)}😀 and more` })
    expect(await push(world, { body })).toMatchObject({ kind: 'confirmed' })
    expect(JSON.parse(world.bodies.at(-1) ?? '{}').memo).toBe('x'.repeat(998))
    const [{ id = '' } = {}] = world.simulator.salesOrders()
    expect(await push(world, { body, links: linked(id) })).toMatchObject({ kind: 'no-op' })
  })

  it('says which text NetSuite finds too long, and how long it may be', async () => {
    const world = stocked('SKU-1')
    const body = order({ shipTo: { line1: 'Secret'.repeat(26), country: 'DE' } })
    const outcome = await push(world, { body })
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: {
        kind: 'contract.invalid',
        message: expect.stringMatching(/at most 150 characters of "addr1"/),
      },
    })
    expect(JSON.stringify(outcome)).not.toContain('Secret')
  })

  it('is read, compared and left alone when nothing differs', async () => {
    const world = stocked('SKU-1', 'SKU-2')
    await push(world, { body: DETAILED })
    const { id = '' } = world.simulator.salesOrders()[0] ?? {}
    const outcome = await push(world, { body: DETAILED, links: linked(id) })
    expect(outcome).toMatchObject({ kind: 'no-op', ref: { id } })
    expect(world.simulator.salesOrders()[0]?.updates).toBe(0)
  })

  it('keeps the identity of its lines when it changes', async () => {
    const world = stocked('SKU-1', 'SKU-2', 'SKU-3')
    await push(world, { body: order({ lines: [line('1'), line('2')] }) })
    const [before] = world.simulator.salesOrders()
    const edited = order({ lines: [line('2', { unitPrice: money('12') }), line('3')] })
    const outcome = await push(world, { body: edited, links: linked(before?.id ?? '') })
    const [after] = world.simulator.salesOrders()
    expect(outcome.kind).toBe('confirmed')
    expect(after?.total).toBe('22')
    expect(after?.lines.map(({ key }) => key)).toEqual(['goods:2', 'goods:3'])
    expect(after?.lines[0]?.line).toBe(before?.lines[1]?.line)
  })

  it('is closed line by line when it is cancelled, once', async () => {
    const world = stocked('SKU-1', 'SKU-2')
    await push(world, { body: DETAILED })
    expect(await push(world, { kind: 'cancel' })).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.salesOrders()[0]).toMatchObject({ closed: true, updates: 1 })
    expect(await push(world, { kind: 'cancel' })).toMatchObject({ kind: 'no-op' })
    expect(world.simulator.salesOrders()[0]?.updates).toBe(1)
  })

  it('needs nothing to be cancelled when it never arrived', async () => {
    const outcome = await push(openWorld(), { kind: 'cancel' })
    expect(outcome).toMatchObject({ kind: 'no-op', ref: { id: externalIdOf(SOURCE) } })
  })

  it('waits for an item that does not exist, sends nothing, and goes on once it does', async () => {
    const world = stocked('SKU-1')
    const body = order({ lines: [line('1'), line('2')] })
    expect(await push(world, { body })).toMatchObject({
      kind: 'failed',
      failure: {
        kind: 'dependency.missing',
        dependency: { system: 'netsuite', account: '1234567', kind: 'item', id: 'SKU-2' },
        message: expect.stringContaining('create it with exactly this item name'),
      },
    })
    expect(world.simulator.salesOrders()).toEqual([])
    world.simulator.addItem({ itemId: 'SKU-2' })
    expect(await push(world, { body })).toMatchObject({ kind: 'confirmed' })
  })

  it('stays with its customer when the shop has forgotten who bought', async () => {
    const world = stocked('SKU-1')
    const customer = { system: 'shopify', account: 'acme', kind: 'Customer', id: '7' }
    const named = {
      entity: 'customer',
      source: customer,
      body: { refs: [customer], lastName: 'M' },
    }
    const [known] = await world.connector.push([intent({ ...named, key: 'c' } as never)])
    const buyer = known?.kind === 'confirmed' ? known.ref : undefined
    const links = { 'shopify/acme/Customer/7': buyer as Ref }
    await push(world, { body: order({ customer }), links })
    const [{ id = '' } = {}] = world.simulator.salesOrders()
    const forgotten = { body: order(), links: linked(id) }
    expect(await push(world, forgotten)).toMatchObject({ kind: 'no-op' })
    expect(await world.connector.verify([intent(forgotten)])).toMatchObject([{ kind: 'applied' }])
    const noted = { ...forgotten, body: order({ note: 'Ring twice' }) }
    expect(await push(world, noted)).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.salesOrders()).toMatchObject([{ customer: buyer?.id }])
  })

  it('waits for a customer that is not in NetSuite yet', async () => {
    const customer = { system: 'shopify', account: 'acme', kind: 'Customer', id: '7' }
    const outcome = await push(stocked('SKU-1'), { body: order({ customer }) })
    expect(outcome).toMatchObject({
      failure: { kind: 'dependency.missing', dependency: customer },
    })
    // a customer who was cancelled before NetSuite had them is a name, and no record
    const named = { system: 'netsuite', account: ACCOUNT, kind: 'customerExternalId', id: 'x' }
    const links = { 'shopify/acme/Customer/7': named }
    expect(await push(stocked('SKU-1'), { body: order({ customer }), links })).toMatchObject({
      failure: { kind: 'dependency.missing', dependency: customer },
    })
  })

  it('names a line without a SKU', async () => {
    const { sku: _, ...nameless } = line('1')
    const outcome = await push(openWorld(), { body: order({ lines: [nameless] }) })
    expect(outcome).toMatchObject({
      failure: { kind: 'dependency.missing', message: expect.stringContaining('has no SKU') },
    })
  })

  it('books lines without a SKU on the item that the profile names for them', async () => {
    const world = openWorld({ profile: { ...PROFILE, otherItem: '9007' } })
    const lines = [line('1', { sku: '' }), line('2', { sku: '', unitPrice: money('5') })]
    expect(await push(world, { body: order({ lines }) })).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.salesOrders()[0]).toMatchObject({
      total: '15',
      lines: [
        { item: 'Other', key: 'goods:1' },
        { item: 'Other', key: 'goods:2' },
      ],
    })
  })

  it('meets the total that the shop states by a rounding line of a cent, and says so', async () => {
    const world = stocked('SKU-1')
    const body = order({ asserted: { total: money('10.01') } })
    expect(await push(world, { body })).toMatchObject({
      kind: 'confirmed',
      findings: [{ code: 'rounding-booked', difference: { amount: '0.01', currency: 'EUR' } }],
    })
    expect(world.simulator.salesOrders()[0]).toMatchObject({ total: '10.01' })
    expect(await world.connector.verify([intent({ body })])).toMatchObject([
      { kind: 'applied', findings: [{ code: 'rounding-booked' }] },
    ])
  })

  it('is not booked where the total is further off, and finance learns both amounts', async () => {
    const outcome = await push(stocked('SKU-1'), {
      body: order({ asserted: { total: money('12') } }),
    })
    expect(outcome).toMatchObject({
      failure: {
        kind: 'contract.invalid',
        owner: 'finance',
        message: expect.stringMatching(/EUR 10, the shop says EUR 12.*Finance/),
      },
    })
  })

  it('is not booked where two lines are three cents off', async () => {
    const lines = [line('1'), line('2')]
    const body = order({ lines, asserted: { total: money('20.03') } })
    expect(await push(stocked('SKU-1', 'SKU-2'), { body })).toMatchObject({
      failure: { kind: 'contract.invalid' },
    })
  })

  it('is updated where only the cents of a tax changed', async () => {
    const world = stocked('SKU-1')
    const taxed = (amount: string) =>
      order({ lines: [line('1', { taxes: [{ ...VAT, included: false, amount: money(amount) }] })] })
    await push(world, { body: taxed('1.9') })
    const links = linked(world.simulator.salesOrders()[0]?.id ?? '')
    expect(await push(world, { body: taxed('1.91'), links })).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.salesOrders()[0]).toMatchObject({ total: '11.91', taxTotal: '1.91' })
  })

  it('finds items whatever their names hold', async () => {
    const sku = "O'Neill ''); --"
    const body = order({ lines: [line('1', { sku })] })
    expect(await push(stocked(sku), { body })).toMatchObject({ kind: 'confirmed' })
  })

  it('keeps lines that somebody entered in NetSuite', async () => {
    const world = stocked('SKU-1', 'BY-HAND')
    await push(world)
    const [before] = world.simulator.salesOrders()
    const byHand = { item: { items: [{ item: { id: '1002' }, quantity: 2, rate: 3 }] } }
    await world.write('PATCH', `salesOrder/${before?.id}`, byHand)
    const body = order({ lines: [line('1', { unitPrice: money('20') })] })
    await push(world, { body, links: linked(before?.id ?? '') })
    expect(world.simulator.salesOrders()[0]).toMatchObject({
      total: '26',
      lines: [{ key: 'goods:1' }, { item: 'BY-HAND', amount: '6' }],
    })
  })

  it('takes the place of a document that nobody knew of, without doubling its lines', async () => {
    const world = stocked('SKU-1')
    await push(world)
    expect(await push(world)).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.salesOrders()).toHaveLength(1)
    expect(world.simulator.salesOrders()[0]).toMatchObject({ total: '10', lines: [{}] })
  })
})
