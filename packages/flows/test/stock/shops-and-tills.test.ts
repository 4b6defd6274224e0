import type { StockPosition } from '@canonry/model'
import { positionRef } from '@canonry/stock-ledger'
import { describe, expect, it } from 'vitest'
import {
  type Lived,
  liveThrough,
  SAFETY,
  type Shop,
  type Trouble,
} from './shops-and-tills-world.js'

const CALM = { duplicate: 0, late: 0, forged: 0 }
const TROUBLED = { duplicate: 0.2, late: 0.1, forged: 0.05 }

/** What the shops and the tills have is what the ledger says, and every piece is where it should be. */
async function expectAgreement(
  { shops, seen, sync, merchant }: Lived,
  { safety = SAFETY }: Pick<Trouble, 'safety'> = {},
): Promise<void> {
  expect(await sync.exceptions({ state: 'open' })).toEqual([])
  for (const shop of shops) {
    const shopHas = shop.web.levels().map(({ sku, available }) => [sku, available] as const)
    const mayHave = offered(seen, { ...shop, safety })
    expect(Object.fromEntries(shopHas.filter(([sku]) => sku in mayHave))).toEqual(mayHave)
    const sold = merchant.articles.map(({ sku }) => sku)
    expect(Object.keys(mayHave)).toEqual(expect.arrayContaining(sold))
    expect(shop.web.soldBeyond()).toBe(0)
    expect(shop.web.books().length).toBeGreaterThan(20)
  }
  // the tills know what was sent to the shops' buyers, each piece once, and nothing had to be corrected
  const onShelf = new Map(
    merchant
      .stock()
      .map(({ variation, location, quantity }) => [`${location}/${variation}`, quantity]),
  )
  for (const [id, { sellable }] of seen) {
    const [place, sku] = id.split('/')
    const article = merchant.articles.find((each) => each.sku === sku)
    // vouchers are known to the shop alone
    if (!article) continue
    const lies = Number(onShelf.get(`${place}/${article.variation}`))
    expect([id, Number(sellable)]).toEqual([id, lies])
  }
  const written = merchant.written()
  expect(written.length).toBeGreaterThan(10)
  expect(written.filter(({ from, to }) => `${from} ${to}` !== 'IN_STOCK SOLD')).toEqual([])
}

/** What a shop may sell of each article, by the ledger. */
function offered(
  seen: ReadonlyMap<string, StockPosition>,
  { buffer, safety = SAFETY }: Pick<Shop, 'buffer'> & Pick<Trouble, 'safety'>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...seen]
      .filter(([id]) => id.startsWith('L0/'))
      .map(([, { sku = '', available }]) => [
        sku,
        Math.max(0, Number(available) - safety - buffer),
      ]),
  )
}

describe('a shop that sells from a store with tills', { timeout: 120_000 }, () => {
  it.each<Trouble>([
    { seed: 1, opening: 30, faults: CALM },
    { seed: 2, opening: 8, faults: TROUBLED },
    { seed: 4, opening: 30, deaths: 5, losesAnswers: true, faults: TROUBLED },
  ])(
    'offers in the end what the ledger says, and never sold what was not there (seed $seed)',
    async (trouble) => expectAgreement(await liveThrough(trouble)),
  )

  it('tells each piece once after the tills took no changes for an hour, while they answered', async () => {
    const trouble: Trouble = {
      ...{ seed: 5, opening: 30, faults: CALM, refusesChanges: [30, 95] },
      ...{ stores: 1, tickets: 40, ticketEverySeconds: 180 },
    }
    await expectAgreement(await liveThrough(trouble))
  })

  it('takes an edit in the shop back once it cannot be an order on its way, and says so', async () => {
    const edit = { sku: 'CAN-002-M', available: 90 }
    const { shops, seen, sync } = await liveThrough({ seed: 3, opening: 30, faults: CALM, edit })
    const [shop] = shops as [Shop]
    const shopHas = shop.web.levels().find(({ sku }) => sku === edit.sku)?.available
    expect(shopHas).toBe(offered(seen, shop)[edit.sku])
    const timeline = await sync.timeline(positionRef('main', { place: 'L0', item: edit.sku }))
    expect(timeline).toContainEqual(
      expect.objectContaining({ code: 'changed-in-shop', message: expect.stringMatching(/to 90/) }),
    )
  })
})

/** Looks at every article whenever somebody has been told something, by what shops and tills know themselves. */
function watchShelf() {
  const sold = new Map<string, number>()
  let oversold = 0
  return {
    /** Units that a shop sold and that others had bought. */
    oversold: () => oversold,
    look({ shops, merchant }: Pick<Lived, 'shops' | 'merchant'>): void {
      const byShops = soldBy(shops)
      const told = unitsOf(merchant.written(), merchant)
      const onShelf = unitsOf(
        merchant.stock().filter(({ location }) => location === 'L0'),
        merchant,
      )
      for (const [sku, units] of byShops) {
        const more = units - (sold.get(sku) ?? 0)
        sold.set(sku, units)
        // what was sent is off the shelf, whether the tills were told or not
        const free = (onShelf.get(sku) ?? 0) + (told.get(sku) ?? 0) - units
        if (more > 0 && onShelf.has(sku)) oversold += Math.max(0, Math.min(more, -free))
      }
    },
  }
}

function soldBy(shops: readonly Shop[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>()
  const add = (sku: string, by: number) => units.set(sku, (units.get(sku) ?? 0) + by)
  for (const { web } of shops) {
    for (const { sku, units: sent } of web.sent()) add(sku, sent)
    for (const { sku, committed } of web.levels()) add(sku, committed)
  }
  return units
}

function unitsOf(
  of: readonly { readonly variation: string; readonly quantity: string }[],
  { articles }: Lived['merchant'],
): ReadonlyMap<string, number> {
  const skus = new Map(articles.map(({ variation, sku }) => [variation, sku]))
  const units = new Map<string, number>()
  for (const { variation, quantity } of of) {
    const sku = skus.get(variation) ?? variation
    units.set(sku, (units.get(sku) ?? 0) + Number(quantity))
  }
  return units
}

// one thing in three sizes, of which each shop sells several every five seconds, at the same moments
const RUSH = {
  ...{ stores: 1, sells: (sku: string) => /-001-/.test(sku), opening: 200, offline: 0 },
  ...{ orders: 260, everySeconds: 5, tickets: 40, ticketEverySeconds: 25, settleMinutes: 20 },
}

describe('two shops that sell from one store with tills, at the same time', {
  timeout: 120_000,
}, () => {
  it('sell nothing twice where safety and buffers cover what others sell until they are told', async () => {
    const shelf = watchShelf()
    const rush: Trouble = { ...RUSH, seed: 7, faults: CALM, buffers: [4, 8] }
    const lived = await liveThrough({ ...rush, watch: shelf.look })
    await expectAgreement(lived, rush)
    expect(shelf.oversold()).toBe(0)
    // both ran out of goods
    for (const { web } of lived.shops) expect(web.turnedAway()).toBeGreaterThan(100)
  })

  it('come to the same numbers without any, late, twice and out of order, and say what is promised twice', async () => {
    const shelf = watchShelf()
    const rush: Trouble = { ...RUSH, seed: 7, faults: TROUBLED, buffers: [0, 0], safety: 0 }
    const lived = await liveThrough({ ...rush, watch: shelf.look })
    await expectAgreement(lived, rush)
    expect(shelf.oversold()).toBeGreaterThan(0)
    const said = await Promise.all(
      lived.merchant.articles.map(({ sku }) =>
        lived.sync.timeline(positionRef('main', { place: 'L0', item: sku })),
      ),
    )
    expect(said.flat()).toContainEqual(expect.objectContaining({ code: 'over-promised' }))
  })
})
