import type { Order } from '@canonry/model'
import { Customer, Order as OrderSchema } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { cancel, defineFlow, type Flow, type Store, upsert } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { expect } from 'vitest'
import { type Crash, type CrashMode, crashAt } from './crash.js'
import { bookedTotals, type ErpBooks, erpBooks } from './erp.js'
import { orderRef, type ShopBooks, shopBooks, shopOrder, webhook } from './shop.js'
import { createWorld, isIdle } from './world.js'

const CANCELLED = '2026-11-27T10:00:00Z'
const DELIVERIES = [
  shopOrder('1', 1),
  shopOrder('2', 1, { customer: { id: 'c', name: 'Li' } }),
  shopOrder('1', 2),
  shopOrder('3', 1),
  shopOrder('4', 1, { note: 'one' }),
  shopOrder('4', 1, { note: 'other' }),
  shopOrder('3', 2, { cancelled: CANCELLED }),
]

interface Company {
  readonly shopBooks: ShopBooks
  readonly erpBooks: ErpBooks
  readonly acknowledged: Set<number>
}

/**
 * Lets a process die at one call, and a second one finish its work on the same state.
 *
 * Answers whether the first process lived long enough to die there.
 */
export async function survives(
  reopen: () => Store,
  { call, mode }: { call: number; mode: CrashMode },
): Promise<boolean> {
  const company = createCompany()
  const crash = crashAt(call, mode)
  await work(company, { store: reopen(), crash, start: 0, seed: 1 })
  const died = crash.dead()
  const life = crashAt(Number.POSITIVE_INFINITY, 'before')
  if (died) await work(company, { store: reopen(), crash: life, start: 3_600_000, seed: 2 })
  expectTheTruth(company)
  return died
}

function createCompany(): Company {
  const books = { shopBooks: shopBooks(), erpBooks: erpBooks() }
  books.shopBooks.orders.set('4', shopOrder('4', 1, { note: 'the truth' }))
  books.erpBooks.faults.push({ kind: 'lose-answer' }, { kind: 'lose-request' })
  return { ...books, acknowledged: new Set() }
}

const BEGIN = Date.parse('2026-11-27T08:00:00Z')

async function work(
  { acknowledged, ...books }: Company,
  { store, crash, start, seed }: { store: Store; crash: Crash; start: number; seed: number },
): Promise<void> {
  const env = testEnv({ now: BEGIN + start, seed })
  const wrap = crash.connection
  const world = createWorld({ env, store: crash.store(store), wrap, flows, ...books })
  // the watcher looks at the store past the process that may be dead
  const watcher = createWorld({ env: testEnv({ seed: 99 }), store, flows, ...books })
  const first = Math.floor(DELIVERIES.length / 2)
  const alive = <T>(act: PromiseLike<T>) => Promise.race([act, crash.death.then(() => undefined)])
  const deliver = async (from: number, to: number) => {
    for (let index = from; index < to; index++) {
      if (acknowledged.has(index) || crash.dead()) continue
      const request = webhook(DELIVERIES[index] ?? '', { eventId: `event-${index}` })
      const answer = await alive(world.sync.receive('shop', request))
      if (answer?.status === 200) acknowledged.add(index)
    }
  }
  await deliver(0, first)
  if (crash.dead()) return
  await alive(world.sync.start())
  const done = async () => crash.dead() || (await isIdle(watcher.sync))
  await env.until(done)
  await deliver(first, DELIVERIES.length)
  await env.until(
    async () => (await done()) && (crash.dead() || acknowledged.size === DELIVERIES.length),
  )
}

function flows({ erp }: { erp: Connection }): readonly Flow[] {
  return [
    defineFlow({
      name: 'orders',
      on: OrderSchema,
      class: 'critical',
      decide: (_, order) => [
        order.cancelledAt
          ? cancel(erp, order)
          : upsert(erp, order, { after: order.customer ? [order.customer] : [] }),
      ],
    }),
    defineFlow({
      name: 'customers',
      on: Customer,
      class: 'high',
      decide: (_, customer) => [upsert(erp, customer)],
    }),
  ]
}

function expectTheTruth({ erpBooks }: Company): void {
  const { ledger, documents } = erpBooks
  const keys = ledger.map(({ key }) => key)
  expect(keys, 'nothing is booked twice').toEqual([...new Set(keys)])
  expect(bookedTotals(erpBooks, orderRef('1')).at(-1), 'nothing is lost').toBe('12')
  const totals = bookedTotals(erpBooks, orderRef('1')).map(Number)
  expect(totals, 'in order').toEqual([...totals].sort((a, b) => a - b))
  const third = documents.get('shop/acme/Order/3')
  expect(third?.cancelled ?? true, 'cancelled in the end').toBe(true)
  const names = ledger.map(({ source }) => source)
  const customer = names.indexOf('shop/acme/Customer/c')
  expect(customer).toBeGreaterThanOrEqual(0)
  expect(names.indexOf('shop/acme/Order/2'), 'after its customer').toBeGreaterThan(customer)
  expect((documents.get('shop/acme/Order/4')?.body as Order | undefined)?.note).toBe('the truth')
}
