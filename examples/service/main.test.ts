import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { orderToErp } from '@canonry/flows'
import { type Env, systemEnv } from '@canonry/pack'
import { netsuite } from '@canonry/pack-netsuite'
import { shopify } from '@canonry/pack-shopify'
import { sqlite } from '@canonry/store-sqlite'
import { createSync, type Exception } from '@canonry/sync'
import { describe, expect, it, vi } from 'vitest'
import { profile } from '../embed/netsuite-profile.js'
import { startService } from './service.js'
import { MISSING, simulated } from './simulated.js'

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Orders of a shop into an ERP, as a service on a file. */
async function open(file: string, clock: Partial<Env> = {}) {
  const port = await freePort()
  const { shop: shopSimulator, erp: erpSimulator, credentials, ...rest } = simulated(port)
  const env = { ...rest.env, ...clock }
  // #region use
  const shop = shopify.connect({ id: 'shop-eu', shop: 'acme' })
  const erp = netsuite.connect({ id: 'erp', account: '1234567', profile })
  const sync = createSync({
    tenant: 'acme',
    store: sqlite(file),
    credentials,
    connections: [shop, erp],
    flows: [orderToErp({ from: [shop], to: erp })],
    env, // leave it out, and the real shop and the real ERP are called
  })
  // #endregion use
  const lines: string[] = []
  const service = startService({ sync, port, log: (line) => lines.push(line) })
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
  return { sync, service, ask, lines, shopSimulator, erpSimulator }
}

describe('a service', { timeout: 60_000 }, () => {
  it('books what the shop sells, shows what waits and why, and goes on when it is told to', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'canonry-service-')), 'retail.db')
    const { sync, service, ask, lines, shopSimulator, erpSimulator } = await open(file)
    await shopSimulator.run()
    const exceptions = async () => (await (await ask('/exceptions')).json()) as Exception[]
    const openCause = async () =>
      (await exceptions()).find(({ message }) => message.includes(MISSING))
    const { cause } = await vi.waitUntil(openCause, { timeout: 20_000 })
    expect((await ask('/health')).status).toBe(200)

    const resume = (body: unknown) =>
      ask('/exceptions', { method: 'POST', body: JSON.stringify(body) })
    const refused = await resume({ cause, actor: 'anna' })
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: 'no reason is given: say in `why` what this is done for' },
    ])
    erpSimulator.addItem({ itemId: MISSING })
    const resumed = await resume({ cause, actor: 'anna', why: 'the item is in the ERP now' })
    expect(resumed.status).toBe(200)
    await vi.waitUntil(
      async () => Object.values(await sync.backlog()).every((left) => left === 0),
      {
        timeout: 30_000,
      },
    )
    const books = shopSimulator.books().filter(({ cancelled }) => !cancelled)
    const booked = erpSimulator.salesOrders().filter(({ closed }) => !closed)
    expect(booked.map(({ otherRefNum }) => otherRefNum).sort()).toEqual(
      books.map(({ number }) => number).sort(),
    )
    await service.stop()
    expect(service.server.listening).toBe(false)
    expect(lines).toEqual([])
  })

  it('says who else works on its file while it cannot', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'canonry-service-')), 'retail.db')
    // by a fast clock, whoever is busy for a moment counts as gone
    const { now, elapsed, sleep } = systemEnv()
    const first = await open(file, { now, elapsed, sleep })
    const second = await open(file, { now, elapsed, sleep })
    const said = () => [...first.lines, ...second.lines]
    await vi.waitUntil(() => said().length > 0, { timeout: 20_000 })
    expect(said()[0]).toMatch(/already-running: process \d+ on .* works on this store/)
    await Promise.all([first.service.stop(), second.service.stop()])
  })
})
