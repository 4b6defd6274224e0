import type { Order, OrderLine, StockMove } from '@canonry/model'
import { readDocument } from '@canonry/pack'
import { CORRECTION } from '@canonry/stock-ledger'
import type { EffectPlan, RecordPlan } from '@canonry/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reconcileStock, type ShipmentsToTills, shipmentsToTills } from '../../src/index.js'
import { anOrder, changeOf, erp, ledger, refIn, shop, stock, tills } from './ledger.js'

const T0 = Date.parse('2026-11-24T10:00:00.000Z')
const at = (minute: number) => new Date(T0 + minute * 60_000).toISOString()
const [order, line] = anOrder()

const options = { stock, from: [shop], to: [tills, erp], ships: 'store-1' }

/** The order some minutes after it was placed, of which so many pieces of each line are sent. */
function sent(minute: number, ...fulfilled: readonly number[]): Order {
  const { giftCard: _, ...plain } = line
  const lines = fulfilled.map(
    (pieces, index): OrderLine => ({
      ...plain,
      ...{ ref: refIn(shop, 'LineItem', `${index}`), sku: 'MUG', giftCard: false },
      ...{ requiresShipping: true, variant: refIn(shop, 'ProductVariant', '1') },
      quantity: { ...line.quantity, ordered: '9', cancelled: '0', fulfilled: `${pieces}` },
    }),
  )
  return { ...order, refs: [refIn(shop, 'Order', '1')], lines, updatedAt: at(minute) }
}

type Document = Readonly<Record<'id' | 'by' | 'at', string>>

/** What is decided when the order goes through states, each after the other. */
function decided(states: readonly Order[], given: ShipmentsToTills = options): readonly Document[] {
  const [shipments] = shipmentsToTills(given)
  return states.flatMap((after, index) => {
    const before = states[index - 1]
    const change = changeOf('order', before ? { before, after } : { after })
    return (shipments?.decide(change) ?? []).map(
      (plan) => JSON.parse((plan as RecordPlan).text) as Document,
    )
  })
}

function moveOf(document: object | undefined): StockMove {
  const resource = ledger.resources[CORRECTION]
  if (!resource || !document) throw new Error('nothing was decided')
  const read = readDocument(resource, JSON.stringify(document), { account: 'main' })
  return read._unsafeUnwrap().parts[0]?.body as StockMove
}

describe('what a shop sends from a place with tills', () => {
  it('is told to the tills of the place alone, as sold at the moment of the order', () => {
    const [document, ...others] = decided([sent(0, 0, 0), sent(5, 2, 1)])
    expect(others).toEqual([])
    const move = moveOf(document)
    expect(move).toMatchObject({
      ...{ sku: 'MUG', occurredAt: at(5), cause: { kind: 'sale' } },
      variant: refIn(shop, 'ProductVariant', '1'),
      quantity: { value: '3' },
      from: { kind: 'location', location: refIn(tills, 'Location', 'L1') },
      to: { kind: 'outside', place: 'customer' },
      reason: expect.stringContaining('3 sent of order'),
    })
  })

  it('is written once, never after its time, and is nothing that reconciliation writes', () => {
    const move = moveOf(decided([sent(0, 0), sent(5, 2)])[0])
    const [, carry] = shipmentsToTills(options)
    const change = changeOf('stockMove', { after: move })
    expect(carry?.decide(change)).toMatchObject([
      { kind: 'upsert', connection: 'tills', once: true, expiresMs: 5_400_000 },
    ] satisfies Partial<EffectPlan>[])
    expect(carry?.decide(changeOf('stockMove', { before: move, after: move }))).toEqual([])
    const [, corrections] = reconcileStock({ stock, to: [tills, erp] })
    expect(corrections?.decide(change)).toEqual([])
  })

  it('is told late only as long as it is of use: of an order first heard of when it was long over, not', () => {
    const DAY = 24 * 60
    const over = (minutes: number) => ({ ...sent(9 * DAY, 2), closedAt: at(9 * DAY - minutes) })
    expect(decided([over(80)])).toMatchObject([{ by: '-2', at: at(9 * DAY - 80) }])
    expect(decided([over(7 * DAY)])).toMatchObject([{ by: '-2', at: at(2 * DAY) }])
    expect(decided([over(7 * DAY + 1)])).toEqual([])
    const later = { ...over(8 * DAY), ...sent(9 * DAY + 10, 3) }
    expect(decided([over(8 * DAY), later])).toMatchObject([{ by: '-1', at: at(9 * DAY + 10) }])
  })

  it('comes back to the shelf when the shipment is called off', () => {
    const [, back] = decided([sent(0, 3), sent(5, 1)])
    expect(moveOf(back)).toMatchObject({
      quantity: { value: '2' },
      from: { kind: 'outside', place: 'customer' },
      cause: { kind: 'return' },
    })
  })

  it('is not told where no till counts the place, nor of gift cards, services and tests', () => {
    const states = [sent(0, 0), sent(5, 2)]
    const changed = (change: Partial<OrderLine>) =>
      states.map((state) => ({
        ...state,
        lines: state.lines.map((each) => ({ ...each, ...change })),
      }))
    expect(decided(states, { ...options, to: [tills], ships: 'web' })).toEqual([])
    expect(decided(changed({ giftCard: true }))).toEqual([])
    expect(decided(changed({ requiresShipping: false }))).toEqual([])
    expect(decided(states.map((state) => ({ ...state, test: true })))).toEqual([])
  })

  it('sums up to what is sent in the end, whichever states were heard of, each step by its own name', () => {
    const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(steps, (pieces) => {
        const states = pieces.map(([first, second], minute) => sent(minute, first, second))
        const documents = decided(states)
        const sum = documents.reduce((all, { by }) => all - Number(by), 0)
        const [first = 0, second = 0] = pieces.at(-1) ?? []
        expect(sum).toBe(first + second)
        expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length)
        // decided again, after whatever was cut off: the very same movements
        expect(decided(states)).toEqual(documents)
        for (const document of documents) expect(moveOf(document).occurredAt).toBe(document.at)
      }),
    )
  })
})
