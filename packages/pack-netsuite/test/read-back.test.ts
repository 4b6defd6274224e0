import { readWire } from '@canonry/mapping'
import {
  currencyExponent,
  type Money,
  type Order,
  orderTotals,
  remainingUnits,
  roundDecimal,
} from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import type { DecodedPart } from '@canonry/pack'
import { decodeResource } from '@canonry/pack'
import { netsuite } from '@canonry/pack-netsuite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCOUNT, intent, linked, openWorld, PROFILE, type World } from './world.js'

const currencies = { EUR: '1', USD: '2', JPY: '3', KWD: '4', CLF: '5' }
const profile = { ...PROFILE, currencies }
const connection = netsuite.connect({ id: 'erp', account: ACCOUNT, profile })

function worldFor(order: Order): World {
  const world = openWorld({ profile })
  const skus = new Set(order.lines.map(({ sku = '' }) => sku))
  for (const itemId of skus) world.simulator.addItem({ itemId })
  return world
}

async function readBack({ connector }: World, id: string): Promise<DecodedPart> {
  const ref = { system: 'netsuite', account: ACCOUNT, kind: 'salesOrder', id }
  const [document] = (await connector.read([ref]))._unsafeUnwrap()
  const resource = connection.resources[document?.resource ?? '']
  if (!resource) throw new Error(`no resource for ${document?.resource}`)
  const wire = readWire(document?.text ?? '')._unsafeUnwrap()
  const [decoded] = decodeResource(resource, wire, { account: ACCOUNT })._unsafeUnwrap()
  return decoded as DecodedPart
}

// dinars have three digits, of which NetSuite keeps two
function keptTotal(order: Order): Money {
  const owed = orderTotals(order, 'shop')?.total as Money
  return { ...owed, amount: roundDecimal(owed.amount, 2, 'half-up') }
}

// a guest's order with something left to book
const bookable = arbitraryOrder
  .map(({ customer: _, ...order }): Order => order)
  .filter(({ lines }) => lines.some((line) => remainingUnits(line) !== '0'))

describe('an order in NetSuite', () => {
  it('has the total that the customer owes, in its books and read back', async () => {
    await fc.assert(
      fc.asyncProperty(bookable, async (order) => {
        const world = worldFor(order)
        const [outcome] = await world.connector.push([intent({ body: order })])
        expect(outcome).toMatchObject({ kind: 'confirmed' })
        const [document] = world.simulator.salesOrders()
        const owed = keptTotal(order)
        const tax = orderTotals(order, 'shop')?.tax.amount
        expect(document).toMatchObject({
          currency: order.currency,
          total: owed.amount,
          ...(currencyExponent(order.currency) > 2 ? {} : { taxTotal: tax }),
        })
        const decoded = await readBack(world, document?.id ?? '')
        expect(decoded.findings).toEqual([])
        expect(orderTotals(decoded.body as Order, 'shop')?.total).toEqual(owed)
      }),
      { numRuns: 60 },
    )
  })

  it('is left alone by a second push of the same order, and verified as applied', async () => {
    await fc.assert(
      fc.asyncProperty(bookable, async (order) => {
        const world = worldFor(order)
        await world.connector.push([intent({ body: order })])
        const [document] = world.simulator.salesOrders()
        const again = intent({ body: order, links: linked(document?.id ?? '') })
        expect(await world.connector.push([again])).toMatchObject([{ kind: 'no-op' }])
        expect(await world.connector.verify([again])).toMatchObject([{ kind: 'applied' }])
      }),
      { numRuns: 60 },
    )
  })

  it('becomes any other order by one update, without a trace of the first', async () => {
    await fc.assert(
      fc.asyncProperty(bookable, bookable, async (first, second) => {
        const changed = { ...second, currency: first.currency }
        const world = worldFor({ ...first, lines: [...first.lines, ...second.lines] })
        fc.pre(first.currency === second.currency)
        await world.connector.push([intent({ body: first })])
        const [document] = world.simulator.salesOrders()
        const update = intent({ body: changed, links: linked(document?.id ?? '') })
        const [outcome] = await world.connector.push([update])
        expect(['confirmed', 'no-op']).toContain(outcome?.kind)
        expect(world.simulator.salesOrders()[0]?.total).toBe(keptTotal(changed).amount)
        expect(await world.connector.push([update])).toMatchObject([{ kind: 'no-op' }])
      }),
      { numRuns: 40 },
    )
  })

  it('is named by its internal id, and no longer there when it is deleted', async () => {
    const world = openWorld()
    world.simulator.addItem({ itemId: 'SKU-1' })
    const [outcome] = await world.connector.push([intent()])
    if (outcome?.kind !== 'confirmed') throw new Error('not confirmed')
    const decoded = await readBack(world, outcome.ref.id)
    expect(decoded.ref).toEqual(outcome.ref)
    await world.write('DELETE', `salesOrder/${outcome.ref.id}`)
    expect((await world.connector.read([outcome.ref]))._unsafeUnwrap()).toEqual([])
  })

  it('is not read by refs of other systems, accounts or kinds', async () => {
    const { connector, requests } = openWorld()
    const own = { system: 'netsuite', account: ACCOUNT, kind: 'salesOrder', id: '1' }
    const foreign = [
      { ...own, system: 'shopify' },
      { ...own, account: 'other' },
      { ...own, kind: 'toString' },
    ]
    expect((await connector.read(foreign))._unsafeUnwrap()).toEqual([])
    expect(requests).toEqual([])
  })
})
