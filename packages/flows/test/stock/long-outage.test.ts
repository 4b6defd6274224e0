import { describe, expect, it } from 'vitest'
import { type Lived, liveThrough, type Trouble } from './shops-and-tills-world.js'

const HOUR = 60

/** A shop that sends forty orders from a store in forty hours; for thirty of them the service is down. */
const LONG: Trouble = {
  ...{ seed: 11, opening: 60, faults: { duplicate: 0, late: 0, forged: 0 }, stores: 1 },
  ...{ sells: (sku: string) => /-00[12]-/.test(sku), orders: 40, everySeconds: 3_600 },
  ...{ tickets: 12, ticketEverySeconds: 3 * 3_600, offline: 0 },
  ...{ down: [2 * HOUR, 32 * HOUR], settleMinutes: 6 * HOUR },
}

/** What really lies in the first store, what the tills say of it, and what the ledger says. */
function numbersOf({ merchant, seen, shops }: Lived) {
  return merchant.articles.map(({ sku, variation }) => {
    const told = merchant
      .written()
      .filter((change) => change.variation === variation)
      .reduce((all, { quantity }) => all + Number(quantity), 0)
    const sent = shops
      .flatMap(({ web }) => web.sent())
      .filter((sending) => sending.sku === sku)
      .reduce((all, { units }) => all + units, 0)
    const tills = Number(merchant.onShelf('L0', { sku }))
    return { sku, sent, told, tills, ledger: Number(seen.get(`L0/${sku}`)?.sellable) }
  })
}

async function expectNothingOpen({ sync }: Lived): Promise<void> {
  expect(await sync.exceptions({ state: 'open' })).toEqual([])
  expect((await sync.findings()).filter(({ code }) => code === 'asserted-differs')).toEqual([])
}

// told as sold, and not set right as waste
function expectAllSold({ merchant }: Lived): void {
  const ways = merchant.written().map(({ from, to }) => `${from} ${to}`)
  expect(new Set(ways)).toEqual(new Set(['IN_STOCK SOLD']))
}

describe('a service that was down for thirty hours', { timeout: 240_000 }, () => {
  it.each([false, true])(
    'tells the tills all that was sent meanwhile, once (answers are lost: %s)',
    async (losesAnswers) => {
      const lived = await liveThrough({ ...LONG, losesAnswers })
      await expectNothingOpen(lived)
      expectAllSold(lived)
      const numbers = numbersOf(lived)
      expect(numbers.reduce((all, { sent }) => all + sent, 0)).toBeGreaterThan(30)
      for (const { sku, sent, told, tills, ledger } of numbers) {
        expect({ sku, told, tills }).toEqual({ sku, told: sent, tills: ledger })
      }
    },
  )

  it.each([false, true])(
    'tells them nothing that somebody has counted meanwhile (answers are lost: %s)',
    async (losesAnswers) => {
      const lived = await liveThrough({ ...LONG, losesAnswers, recount: 7 * HOUR })
      await expectNothingOpen(lived)
      expectAllSold(lived)
      const numbers = numbersOf(lived)
      for (const { sku, tills, ledger } of numbers)
        expect({ sku, tills }).toEqual({ sku, tills: ledger })
      const [told, sent] = [numbers.map(({ told }) => told), numbers.map(({ sent }) => sent)]
      expect(told).not.toEqual(sent)
    },
  )
})

/** A shop that sends an order from a store every six minutes, and tills that take no changes for six hours. */
const SHUT: Trouble = {
  ...{ seed: 12, opening: 60, faults: { duplicate: 0, late: 0, forged: 0 }, stores: 1 },
  ...{ sells: (sku: string) => /-00[12]-/.test(sku), orders: 60, everySeconds: 360 },
  ...{ tickets: 0, offline: 0, refusesChanges: [30, 390], settleMinutes: 6 * HOUR },
}

describe('a till system that took no changes for six hours', { timeout: 240_000 }, () => {
  it('is told all that was sent meanwhile, where it has said no number since', async () => {
    const lived = await liveThrough(SHUT)
    await expectNothingOpen(lived)
    expectAllSold(lived)
    for (const { sku, sent, told, tills, ledger } of numbersOf(lived)) {
      expect({ sku, told, tills }).toEqual({ sku, told: sent, tills: ledger })
    }
  })

  it('is right in the end where it sold the same goods meanwhile', async () => {
    const lived = await liveThrough({ ...SHUT, tickets: 25, ticketEverySeconds: 800 })
    await expectNothingOpen(lived)
    for (const { sku, tills, ledger } of numbersOf(lived)) {
      expect({ sku, tills }).toEqual({ sku, tills: ledger })
    }
  })
})
