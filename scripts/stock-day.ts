/**
 * Measures what tickets of tills cost until they stand in the ledger of stock, on a file:
 * `node --import ./scripts/source.mjs scripts/stock-day.ts [stores] [tickets]`.
 *
 * Tickets come as fast as those of a retailer with 150,000 a day would in ten minutes. At the end the
 * ledger is compared with what the tills reckon; the exit code is 0 only where both agree.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countsToLedger, movesToLedger, ticketsToLedger } from '@canonry/flows'
import type { StockPosition } from '@canonry/model'
import { type Env, secret, staticCredentials, systemEnv } from '@canonry/pack'
import { square } from '@canonry/pack-pos-square'
import { createSquareSimulator, type SquareSimulator } from '@canonry/pack-pos-square/simulator'
import { positionRef, stockLedger } from '@canonry/stock-ledger'
import { sqlite } from '@canonry/store-sqlite'
import { createSync, type Sync } from '@canonry/sync'

const HOOK = 'https://app.example/hooks/tills'
// a day of 86,400 s in ten minutes
const SPEED = 144
const TICKETS_A_DAY = 150_000
const OPENING = 500

const [stores = 30, tickets = 3_000] = process.argv.slice(2).map(Number)
const locations = Array.from({ length: stores }, (_, index) => ({
  id: `L${index}`,
  name: `Store ${index}`,
  zone: 'Europe/Berlin',
  currency: 'EUR',
  tax: { name: 'VAT', percent: '19', included: true },
}))
const ledger = stockLedger.connect({ id: 'stock' })
const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: HOOK })

process.exitCode = await measure()

async function measure(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'stock-day-'))
  const { sync, merchant, counts } = open(join(folder, 'retail.db'))
  const worker = await sync.start()
  const began = performance.now()
  await merchant.run()
  await untilQuiet(sync)
  const seconds = (performance.now() - began) / 1_000
  const differing = await differences(sync, merchant)
  await worker.stop()
  await sync.close()
  rmSync(folder, { recursive: true })
  const total = merchant.books().length
  console.log(`${total} tickets of ${stores} stores in ${seconds.toFixed(1)} s`)
  console.log(`${((seconds / total) * 1_000).toFixed(2)} ms a ticket`)
  console.log(
    `${(counts.webhooks / total).toFixed(1)} webhooks and ${(counts.calls / total).toFixed(1)} calls a ticket`,
  )
  console.log(`${differing} positions differ from what the tills reckon`)
  return differing === 0 ? 0 : 1
}

function open(path: string) {
  const counts = { webhooks: 0, calls: 0 }
  const env: Env = {
    ...systemEnv({ origin: Date.now(), speed: SPEED }),
    fetch: (request) => {
      if (request.url !== HOOK) {
        counts.calls += 1
        return merchant.fetch(request)
      }
      counts.webhooks += 1
      return sync.receive('tills', request)
    },
  }
  const merchant = createSquareSimulator({
    ...{ merchant: 'M1', accessToken: 'token', signatureKey: 'key', notificationUrl: HOOK, env },
    ...{ seed: 1, locations, tickets, everySeconds: 86_400 / TICKETS_A_DAY },
    ...{ openingStock: OPENING, callsPerSecond: 100_000 },
  })
  const places = locations.map(({ id }) => ({
    id,
    refs: [{ system: 'square', account: 'M1', kind: 'Location', id }],
  }))
  const told = { stock: { ledger, places }, from: [tills] }
  const sync = createSync({
    tenant: 'acme',
    store: sqlite(path),
    env,
    connections: [tills, ledger],
    credentials: staticCredentials({
      tills: { values: { accessToken: secret('token') }, webhookSecrets: [secret('key')] },
      stock: {},
    }),
    flows: [ticketsToLedger(told), movesToLedger(told), countsToLedger(told)].flat(),
  })
  return { sync, merchant, counts }
}

async function untilQuiet(sync: Sync): Promise<void> {
  for (;;) {
    const { facts, reads, effects } = await sync.backlog()
    if (facts + reads + effects === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function differences(sync: Sync, merchant: SquareSimulator): Promise<number> {
  const skus = new Map(merchant.articles.map(({ variation, sku }) => [variation, sku]))
  const own = new Map(
    merchant
      .stock()
      .map(({ variation, location, quantity }) => [`${location}/${skus.get(variation)}`, quantity]),
  )
  const names = [...own.keys()].map((id) => id.split('/'))
  const refs = names.map(([place = '', item = '']) => positionRef('main', { place, item }))
  const known = new Map<string, string>()
  for (let start = 0; start < refs.length; start += 200) {
    for (const { source, body } of await sync.entities(refs.slice(start, start + 200))) {
      known.set(source.id, (body as StockPosition).sellable)
    }
  }
  return [...own].filter(([id, quantity]) => known.get(id) !== quantity).length
}
