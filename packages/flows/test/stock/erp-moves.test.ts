import { generateKeyPairSync } from 'node:crypto'
import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { type NetsuiteProfileInput, netsuite } from '@canonry/pack-netsuite'
import { createNetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
import { square } from '@canonry/pack-pos-square'
import { stockLedger } from '@canonry/stock-ledger'
import { createSync, defineFlow, memoryStore, upsert } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movesToLedger } from '../../src/index.js'

const MINUTE = 60_000
const ROUND = 16 * MINUTE

const profile: NetsuiteProfileInput = {
  ...{ subsidiary: '1', currencies: { EUR: '1' }, zone: 'Europe/Berlin' },
  ...{ discountItem: '9001', shipItem: '9002', tipItem: '9003', dutyItem: '9004' },
  ...{ feeItem: '9005', roundingItem: '9006', taxCode: '9101', guestCustomer: '9200' },
  adjustments: { account: '9301' },
  location: '7',
  locations: { 'square/M1/Location/L1': '8' },
}

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ledger = stockLedger.connect({ id: 'stock' })
// a lost answer is looked for after a pull has brought what it was about
const erp = netsuite.connect({
  ...{ id: 'erp', account: '1234567', profile, stock: true },
  readAfterWriteMs: 2 * ROUND,
})
const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: 'https://x.example' })

const refOf = (kind: string, id: string) => ({ system: 'netsuite', account: '1234567', kind, id })
const stock = {
  ledger,
  places: [
    { id: 'web', refs: [refOf('location', '7')] },
    {
      id: 'store',
      refs: [
        refOf('location', '8'),
        { system: 'square', account: 'M1', kind: 'Location', id: 'L1' },
      ],
    },
  ],
}

/** Writes what a till moved off its shelf off in the ERP as well. */
const tillsToErp = defineFlow({
  name: 'tills-to-erp',
  on: 'stockMove',
  class: 'high',
  from: [tills],
  decide: (_, move) => [upsert(erp, move)],
})

/** An ERP, the tills of a store, and the ledger, with mugs that nobody has counted. */
async function openRetailer({
  lost = 0,
  scan = '7d',
  hidden = [] as readonly string[],
  arrivesWithin = '14d',
} = {}) {
  let left = lost
  const gone: string[] = []
  const seen = new Map<string, StockPosition>()
  const env = testEnv({ fetch: (request) => account.fetch(request) })
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const client = { clientId: 'c', certificateId: 'k', publicKey }
  const account = createNetsuiteSimulator({
    ...{ account: '1234567', env, profile, clients: [client], hidden },
    faults: ({ method }) => {
      if (method !== 'PUT' || left === 0) return undefined
      left -= 1
      return { kind: 'lose-answer' }
    },
  })
  account.addItem({ itemId: 'MUG' })
  account.addItem({ itemId: 'SET', itemType: 'Assembly' })
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
  const watchDeletions = defineFlow({
    ...{ name: 'watch-deletions', on: 'stockMove', class: 'normal', from: [erp], deletions: true },
    decide: ({ deleted, source }) => {
      if (deleted) gone.push(source.id)
      return []
    },
  })
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const values = Object.entries({ clientId: 'c', certificateId: 'k', privateKey })
  const sync = createSync({
    tenant: 'acme',
    store: memoryStore(),
    env,
    connections: [erp, tills, ledger],
    reconcile: { tills: false, erp: { scan } },
    credentials: staticCredentials({
      erp: { values: Object.fromEntries(values.map(([name, value]) => [name, secret(value)])) },
      tills: {},
      stock: {},
    }),
    flows: [
      movesToLedger({ stock, from: [tills, erp], arrivesWithin }),
      tillsToErp,
      watch,
      watchDeletions,
    ].flat(),
  })
  const started = await sync.start()
  // what is moved from now on is heard
  await env.advance(ROUND)
  const sellable = (place: string) => seen.get(`${place}/MUG`)?.sellable ?? '0'
  return {
    ...{ account, sync, env, seen, gone },
    /** What lies on the web shelf and in the store, by the ledger. */
    ledger: () => [sellable('web'), sellable('store')],
    erp: () => ['7', '8'].map((location) => account.onHand({ item: 'MUG', location })),
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  }
}

function wasted(id: string, quantity: string, at: number): { body: string; key: string } {
  const moment = new Date(at).toISOString()
  const adjustment = {
    ...{ id, from_state: 'IN_STOCK', to_state: 'WASTE', location_id: 'L1', quantity },
    ...{ catalog_object_id: 'V1', catalog_object_type: 'ITEM_VARIATION' },
    ...{ occurred_at: moment, created_at: moment },
  }
  const document = { type: 'ADJUSTMENT', adjustment, catalogue: { V1: { sku: 'MUG' } } }
  return { key: id, body: JSON.stringify(document) }
}

describe('what the ERP moves', { timeout: 60_000 }, () => {
  it('moves the ledger, over the road as well, and an edit moves it by the difference', async () => {
    await using retailer = await openRetailer()
    const { account, env, seen } = retailer
    const receipt = account.receive({ item: 'MUG', location: '7', quantity: '48' })
    account.transfer({ item: 'MUG', from: '7', to: '8', quantity: '6' })
    const sent = account.send({ item: 'MUG', from: '7', to: '8', quantity: '10' })
    await env.advance(ROUND)
    expect(retailer.ledger()).toEqual(['32', '6'])
    expect(seen.get('store/MUG')?.incoming).toMatchObject([{ quantity: '10' }])
    account.arrive(sent)
    account.editQuantity(receipt, '45')
    account.adjust({ item: 'MUG', location: '8', quantity: '-1' })
    account.ship({ item: 'MUG', location: '7', quantity: '5' })
    await env.advance(ROUND)
    expect(seen.get('store/MUG')?.incoming).toEqual([])
    // what was shipped to a customer is told of by its order
    expect(retailer.ledger()).toEqual(['29', '15'])
    expect(retailer.erp()).toEqual(['24', '15'])
  })

  it('is told where it has been on the road for too long, until it arrives', async () => {
    await using retailer = await openRetailer({ arrivesWithin: '3h' })
    const { account, env, sync } = retailer
    account.receive({ item: 'MUG', location: '7', quantity: '48' })
    const since = new Date(env.now()).toISOString().slice(0, 10)
    const sent = account.send({ item: 'MUG', from: '7', to: '8', quantity: '10' })
    const overdue = async () =>
      (await sync.findings()).filter(({ code }) => code === 'overdue-arrival')
    await env.advance(175 * MINUTE)
    expect(await overdue()).toEqual([])
    await env.advance(10 * MINUTE)
    expect(await overdue()).toMatchObject([
      {
        ref: { id: 'store/MUG' },
        message: expect.stringMatching(
          `^10 were expected by .* and are not here: sent from web at ${since}.* with netsuite/1234567/transferOrder/`,
        ),
      },
    ])
    account.arrive(sent)
    await env.advance(ROUND)
    expect(await overdue()).toEqual([])
    expect(retailer.ledger()).toEqual(['38', '10'])
  })

  it.each([0, 1])(
    'is not news where it was written for a move that the ledger knows, whose answer was lost %d times',
    async (lost) => {
      await using retailer = await openRetailer({ lost })
      const { account, env, sync } = retailer
      account.receive({ item: 'MUG', location: '8', quantity: '10' })
      await env.advance(ROUND)
      const resource = 'inventoryAdjustment@rest'
      await sync.ingest('tills', [{ resource, ...wasted('ADJ1', '2', env.now()) }])
      await env.advance(10 * ROUND)
      expect(account.adjustments()).toMatchObject([{ lines: [{ location: '8', by: '-2' }] }])
      expect(retailer.erp()).toEqual(['0', '8'])
      expect(retailer.ledger()).toEqual(['0', '8'])
      expect(await sync.exceptions({ state: 'open' })).toEqual([])
    },
  )

  it('makes an assembly out of its parts, takes it apart, and books a count once', async () => {
    await using retailer = await openRetailer()
    const { account, env, seen } = retailer
    account.receive({ item: 'MUG', location: '7', quantity: '48' })
    const set = { item: 'SET', location: '7', quantity: '5' }
    const built = account.build(set, [{ item: 'MUG', quantity: '10' }])
    await env.advance(ROUND)
    const sets = () => seen.get('web/SET')?.sellable
    expect([sets(), ...retailer.ledger()]).toEqual(['5', '38', '0'])
    const one = { ...set, quantity: '1' }
    account.build(one, [{ item: 'MUG', quantity: '2' }], 'unbuild')
    account.orderWork(set)
    account.moveBins(one)
    account.changeStatus(one)
    account.count({ item: 'MUG', location: '7', quantity: '39' })
    await env.advance(ROUND)
    expect([sets(), ...retailer.ledger()]).toEqual(['4', '39', '0'])
    account.deleteTransaction(built)
    await env.advance(ROUND)
    expect([sets(), ...retailer.ledger()]).toEqual(['-1', '49', '0'])
    expect(retailer.erp()).toEqual(retailer.ledger())
  })

  it('has never happened where its transaction was deleted, or its line', async () => {
    await using retailer = await openRetailer()
    const { account, env, seen, gone, sync } = retailer
    const mugs = (location: string, quantity: string) => ({ item: 'MUG', location, quantity })
    const receipt = account.receive(mugs('7', '48'))
    const both = account.receive(mugs('7', '30'), mugs('8', '5'))
    const transfer = account.transfer({ item: 'MUG', from: '7', to: '8', quantity: '6' })
    const sent = account.send({ item: 'MUG', from: '7', to: '8', quantity: '10' })
    await env.advance(ROUND)
    expect(retailer.ledger()).toEqual(['62', '11'])
    for (const each of [receipt, transfer, sent]) account.deleteTransaction(each)
    account.deleteLine(both, '2')
    await env.advance(ROUND)
    const lines = [`${both}:2`, `${receipt}:1`, `${sent}:1`, `${transfer}:1`]
    expect([...gone].sort()).toEqual([...lines].sort())
    expect(retailer.ledger()).toEqual(['30', '0'])
    expect(retailer.erp()).toEqual(retailer.ledger())
    expect(seen.get('store/MUG')?.incoming).toEqual([])
    // the day of overlap tells of all of it again, many times
    await env.advance(4 * ROUND)
    expect(retailer.ledger()).toEqual(['30', '0'])
    expect(gone).toHaveLength(4)
    expect(await sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('books nothing for what was entered and deleted before anybody heard of it', async () => {
    await using retailer = await openRetailer()
    const { account, env, gone } = retailer
    account.deleteTransaction(account.receive({ item: 'MUG', location: '7', quantity: '48' }))
    account.receive({ item: 'MUG', location: '7', quantity: '2' })
    await env.advance(2 * ROUND)
    expect(retailer.ledger()).toEqual(['2', '0'])
    expect(gone).toEqual([])
  })

  it('is found to be gone by a scan alone where the role may not know what was deleted', async () => {
    await using retailer = await openRetailer({ scan: '1h', hidden: ['deletedrecord'] })
    const { account, env, gone } = retailer
    const receipt = account.receive({ item: 'MUG', location: '7', quantity: '48' })
    account.receive({ item: 'MUG', location: '7', quantity: '2' })
    await env.advance(ROUND)
    account.deleteTransaction(receipt)
    await env.advance(ROUND)
    expect([gone, retailer.ledger()]).toEqual([[], ['50', '0']])
    await env.advance(8 * ROUND)
    expect([gone, retailer.ledger()]).toEqual([[`${receipt}:1`], ['2', '0']])
  })

  it('stays moved where a till tells of it, and only what the ERP wrote of it was deleted', async () => {
    await using retailer = await openRetailer()
    const { account, env, sync } = retailer
    account.receive({ item: 'MUG', location: '8', quantity: '10' })
    await env.advance(ROUND)
    const resource = 'inventoryAdjustment@rest'
    await sync.ingest('tills', [{ resource, ...wasted('ADJ1', '2', env.now()) }])
    await env.advance(2 * ROUND)
    const [written] = account.adjustments()
    if (written) account.deleteTransaction(written.id)
    await env.advance(2 * ROUND)
    expect(retailer.erp()).toEqual(['0', '10'])
    expect(retailer.ledger()).toEqual(['0', '8'])
  })

  it('leaves the ledger with what the ERP has, whatever people entered, edited and deleted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 16 }), async (deeds) => {
        await using retailer = await openRetailer()
        for (const each of deeds) await work(retailer, each)
        // what waits in the journal while it is deleted is told of again by the overlap
        await retailer.env.advance(2 * ROUND)
        expect(retailer.ledger()).toEqual(retailer.erp())
      }),
      { numRuns: 5 },
    )
  })
})

type Retailer = Awaited<ReturnType<typeof openRetailer>>

const deed = fc.record({
  kind: fc.constantFrom(
    ...(['receive', 'transfer', 'adjust', 'build', 'count', 'indoors'] as const),
    ...(['edit', 'cut', 'delete', 'wait'] as const),
  ),
  pieces: fc.integer({ min: 1, max: 20 }),
  which: fc.nat(),
})
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never

/** What people entered, so far as it is there; some have lines that belong together. */
const entered = new WeakMap<Retailer, Entered[]>()
type Entered = { readonly id: string; readonly isWhole?: true }

const mugs = (location: string, pieces: number) => ({
  ...{ item: 'MUG', location },
  quantity: `${pieces}`,
})

const ENTRIES: Partial<Record<Deed['kind'], (desk: Retailer['account'], deed: Deed) => Entered>> = {
  receive: (desk, { pieces }) => ({ id: desk.receive(mugs('7', pieces), mugs('8', pieces)) }),
  transfer: (desk, { pieces }) => {
    const id = desk.transfer({ item: 'MUG', from: '7', to: '8', quantity: `${pieces}` })
    return { id, isWhole: true }
  },
  adjust: (desk, { pieces }) => ({ id: desk.adjust(mugs('8', -pieces)) }),
  build: (desk, { pieces, which }) => {
    const parts = [mugs('7', 2 * pieces)]
    const way = which % 3 === 0 ? 'unbuild' : 'build'
    return { id: desk.build({ ...mugs('7', pieces), item: 'SET' }, parts, way), isWhole: true }
  },
}

async function work(retailer: Retailer, deed: Deed): Promise<void> {
  const { account, env } = retailer
  const { kind, pieces, which } = deed
  const known = entered.get(retailer) ?? []
  entered.set(retailer, known)
  const enter = ENTRIES[kind]
  if (enter) known.push(enter(account, deed))
  if (kind === 'count') account.count(mugs('8', pieces))
  if (kind === 'indoors') account.changeStatus(mugs('7', pieces))
  if (kind === 'wait') await env.advance(pieces * MINUTE)
  if (known.length > 0) amend(account, { deed, known, place: which % known.length })
}

function amend(
  account: Retailer['account'],
  { deed, known, place }: { deed: Deed; known: Entered[]; place: number },
): void {
  const { id, isWhole } = known[place] as Entered
  if (deed.kind === 'edit') account.editQuantity(id, `${deed.pieces}`)
  if (deed.kind === 'cut' && !isWhole) account.deleteLine(id, `${(deed.which % 2) + 1}`)
  if (deed.kind !== 'delete') return
  account.deleteTransaction(id)
  known.splice(place, 1)
}
