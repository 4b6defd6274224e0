import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { square } from '@canonry/pack-pos-square'
import {
  createSquareSimulator,
  type SquareSimulator,
  type SquareSimulatorOptions,
  type TillLocation,
} from '@canonry/pack-pos-square/simulator'
import { stockLedger } from '@canonry/stock-ledger'
import { createSync, defineFlow, memoryStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { countsToLedger, movesToLedger, ticketsToLedger } from '../../src/index.js'

// the night in which clocks of Europe go back; those of New York a week later
const START = Date.parse('2026-10-25T00:15:00Z')
const MINUTE = 60_000
const HOOK = 'https://app.example/hooks/tills'
const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'] as const

const locations: readonly TillLocation[] = Array.from({ length: 10 }, (_, index) => ({
  id: `L${index}`,
  name: `Store ${index}`,
  zone: ZONES[index % ZONES.length] as string,
  currency: 'EUR',
  tax: { name: 'VAT', percent: '19', included: true },
}))

const ledger = stockLedger.connect({ id: 'stock' })
const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: HOOK })
const stock = {
  ledger,
  places: locations.map(({ id }) => ({
    id,
    refs: [{ system: 'square', account: 'M1', kind: 'Location', id }],
  })),
}

/** Stores live through some hours; answers what the ledger and Square say in the end. */
async function liveThrough(
  options: Partial<SquareSimulatorOptions>,
  work: (merchant: SquareSimulator) => void = () => undefined,
) {
  const seen = new Map<string, StockPosition>()
  const env = testEnv({
    now: START,
    fetch: (request) =>
      request.url === HOOK ? sync.receive('tills', request) : merchant.fetch(request),
  })
  const merchant = createSquareSimulator({
    ...{ merchant: 'M1', accessToken: 'token', signatureKey: 'key', notificationUrl: HOOK },
    ...{ env, seed: 1, locations, tickets: 150, everySeconds: 40, callsPerSecond: 1_000 },
    ...options,
  })
  work(merchant)
  const watch = defineFlow({
    name: 'watch',
    on: 'stockPosition',
    class: 'normal',
    from: [ledger],
    decide: ({ source }, position) => {
      seen.set(source.id, position)
      return []
    },
  })
  const from = [tills]
  const sync = createSync({
    tenant: 'acme',
    store: memoryStore(),
    env,
    connections: [tills, ledger],
    credentials: staticCredentials({
      tills: { values: { accessToken: secret('token') }, webhookSecrets: [secret('key')] },
      stock: {},
    }),
    flows: [
      ticketsToLedger({ stock, from }),
      movesToLedger({ stock, from }),
      countsToLedger({ stock, from }),
      watch,
    ].flat(),
  })
  await using _ = await sync.start()
  let isOver = false
  void merchant.run().then(() => {
    isOver = true
  })
  await env.until(() => isOver)
  // two more pulls: what no webhook tells comes with them
  await env.advance(35 * MINUTE)
  const own = merchant.stock().map(({ variation, location, quantity }) => {
    const { sku = '' } = merchant.articles.find((each) => each.variation === variation) ?? {}
    return [`${location}/${sku}`, quantity] as const
  })
  return {
    square: Object.fromEntries(own),
    ledger: Object.fromEntries([...seen].map(([id, { sellable }]) => [id, sellable])),
    asserted: [...seen].flatMap(([id, { asserted }]) =>
      asserted.map(({ quantity }) => [id, quantity]),
    ),
    tickets: merchant.books().length,
    exceptions: await sync.exceptions({ state: 'open' }),
  }
}

describe('ten stores in four time zones, in the night when clocks change', {
  timeout: 120_000,
}, () => {
  it('comes to what Square itself reckons', async () => {
    const day = await liveThrough({})
    expect(day.tickets).toBeGreaterThan(150)
    expect(day.exceptions).toEqual([])
    expect(day.ledger).toEqual(day.square)
    expect(Object.fromEntries(day.asserted)).toEqual(day.square)
  })

  it('does so when tills are without network for hours, and webhooks come late, twice and forged', async () => {
    const day = await liveThrough({
      seed: 2,
      offline: 0.3,
      offlineHours: 2,
      deliveryFaults: { duplicate: 0.3, late: 0.3, forged: 0.1 },
    })
    expect(day.exceptions).toEqual([])
    expect(day.ledger).toEqual(day.square)
  })

  it('takes back at the moment of the ticket what a till without network takes back before a count', async () => {
    const location = 'L0'
    const minute = (count: number) => START + count * MINUTE
    let sku = ''
    const day = await liveThrough({ tickets: 0, openingStock: 9 }, (merchant) => {
      sku = merchant.articles.find(({ weighed }) => !weighed)?.sku ?? ''
      const goods = { sku, quantity: '1' }
      const order = merchant.ring({ location, lines: [goods] })
      merchant.takeBack({ order, goods, at: minute(10), sentAt: minute(60) })
      merchant.count({ location, goods: { sku, quantity: '9' }, at: minute(30) })
    })
    expect(day.exceptions).toEqual([])
    expect(day.square[`${location}/${sku}`]).toBe('9')
    expect(day.ledger[`${location}/${sku}`]).toBe('9')
  })
})
