import type { AssertedStock, StockMove, StockPosition } from '@canonry/model'
import { readDocument } from '@canonry/pack'
import { CORRECTION, POSTING } from '@canonry/stock-ledger'
import type { EffectPlan, RecordPlan } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { type ReconcileStock, reconcileStock, type StockPlace } from '../../src/index.js'
import { changeOf, erp, ledger, refIn, shop, stock, tills } from './ledger.js'

const SINCE = '2026-11-24T10:00:00.000Z'
const at = (hours: number) => new Date(Date.parse(SINCE) + hours * 3_600_000).toISOString()

/** What the tills say: seven too many of ten, known for as many hours as the position is old. */
function position(hours: number, change: Partial<AssertedStock> = {}): StockPosition {
  const said = {
    ...{
      system: 'square',
      account: 'acme',
      counts: 'on-hand' as const,
      condition: 'sellable' as const,
    },
    ...{ quantity: '17', expected: '10', difference: '7', at: at(-1), since: SINCE },
    variant: refIn(tills, 'ItemVariation', 'V1'),
    ...change,
  }
  return {
    refs: [refIn(ledger, 'Position', 'store-1/MUG')],
    variant: refIn(ledger, 'Item', 'MUG'),
    sku: 'MUG',
    location: refIn(ledger, 'Place', 'store-1'),
    ...{ at: at(hours), unit: 'C62', countedAt: at(-9) },
    ...{ sellable: '10', quarantine: '0', damaged: '0', onHand: '10' },
    ...{ reserved: '0', safety: '0', available: '10', incoming: [], asserted: [said] },
  }
}

const ownedBy = (owner: NonNullable<StockPlace['owner']>) => ({
  ...stock,
  places: stock.places.map((place) => (place.id === 'store-1' ? { ...place, owner } : place)),
})

interface Told {
  readonly before?: StockPosition
  readonly after: StockPosition
}

/** The documents of corrections that are decided on. */
function decided(told: Told, options: Partial<ReconcileStock> = {}) {
  const [differences] = reconcileStock({ stock, to: [tills, erp], ...options })
  const plans = differences?.decide(changeOf('stockPosition', told)) ?? []
  return plans.map((plan) => JSON.parse((plan as RecordPlan).text) as Record<string, unknown>)
}

/** What is planned for a correction, as the flow hears of it from the ledger. */
function carriedOut(correction: object | undefined, before?: StockMove) {
  const [, corrections] = reconcileStock({ stock, to: [tills, erp] })
  const resource = ledger.resources[CORRECTION]
  if (!resource || !correction) throw new Error('nothing was decided')
  const read = readDocument(resource, JSON.stringify(correction), { account: 'main' })
  const after = read._unsafeUnwrap().parts[0]?.body as StockMove
  const change = changeOf('stockMove', before ? { before: after, after } : { after })
  return { move: after, plans: corrections?.decide(change) ?? [] }
}

describe('a difference that is old', () => {
  const told = { before: position(1), after: position(2) }

  it('moves the system by it where the ledger owns the place, once', () => {
    const [correction, ...others] = decided(told)
    expect(others).toEqual([])
    expect(correction).toMatchObject({
      id: `store-1/MUG@square:acme@${Date.parse(SINCE)}`,
      variant: refIn(tills, 'ItemVariation', 'V1'),
      location: refIn(tills, 'Location', 'L1'),
      ...{ by: '-7', at: SINCE, reason: expect.stringContaining('had 7 too many') },
    })
    const { move, plans } = carriedOut(correction)
    expect(plans).toHaveLength(1)
    expect(plans[0] as EffectPlan).toMatchObject({
      kind: 'upsert',
      connection: 'tills',
      once: true,
    })
    expect(move).toMatchObject({ from: { kind: 'location' }, quantity: { value: '7' } })
    expect(carriedOut(correction, move).plans).toEqual([])
  })

  it('moves the ledger by it at the moment of the number where the system owns the place', () => {
    const [correction] = decided(told, { stock: ownedBy(tills) })
    const { plans } = carriedOut(correction)
    expect(plans).toMatchObject([
      { kind: 'record', connection: 'stock', resource: POSTING, key: 'store-1/MUG' },
    ])
    expect(JSON.parse((plans[0] as RecordPlan).text)).toEqual({
      ...{ item: 'MUG', place: 'store-1', unit: 'C62', at: at(-1) },
      entries: [{ kind: 'move', by: { sellable: '7' } }],
    })
  })

  it('is left where nobody owns the place, or nobody is to correct the system', () => {
    expect(decided(told, { stock: ownedBy('nobody') })).toEqual([])
    expect(decided(told, { to: [erp] })).toEqual([])
    const ofShop = { system: shop.system, variant: refIn(shop, 'InventoryItem', '1') }
    expect(decided({ before: position(1, ofShop), after: position(2, ofShop) })).toEqual([])
    const ofErp = { system: erp.system, variant: refIn(erp, 'item', '1') }
    expect(decided({ before: position(1, ofErp), after: position(2, ofErp) })).toEqual([])
  })

  it('is decided on when it becomes old, and not before or after', () => {
    expect(decided({ before: position(0), after: position(1.9) })).toEqual([])
    expect(decided({ before: position(2), after: position(3) })).toEqual([])
    expect(decided({ after: position(5) })).toHaveLength(1)
    expect(decided(told, { afterMs: 3 * 3_600_000 })).toEqual([])
    const old = { before: position(2), after: position(4) }
    expect(decided(old, { afterMs: 3 * 3_600_000 })).toHaveLength(1)
  })

  it('is left to the correction of the ledger where the owner of the place says the same', () => {
    const both = (hours: number, change: Partial<AssertedStock> = {}) => {
      const [told] = position(hours).asserted as [AssertedStock]
      const byErp = { ...told, system: erp.system, variant: refIn(erp, 'item', '1') }
      return { ...position(hours), asserted: [told, { ...byErp, ...change }] }
    }
    const owned = { stock: ownedBy(erp) }
    expect(decided({ before: both(1), after: both(2) }, owned)).toMatchObject([
      { by: '7', location: refIn(ledger, 'Place', 'store-1') },
    ])
    const agreeing = both(2, { quantity: '10' })
    const [late, ...more] = decided({ before: both(2), after: agreeing }, owned)
    expect([late, more]).toMatchObject([{ by: '-7', location: refIn(tills, 'Location', 'L1') }, []])
    expect(decided({ before: agreeing, after: both(3, { quantity: '10' }) }, owned)).toEqual([])
  })

  it('waits for what is on its way, and is the same correction then', () => {
    const onItsWay = position(2, { quantity: '16' })
    expect(decided({ before: position(1), after: onItsWay })).toEqual([])
    const later = decided({ before: onItsWay, after: position(2.1, { at: at(2) }) })
    expect(later).toEqual(decided(told))
  })
})
