import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pieces } from '@canonry/model'
import { type Env, staticCredentials, systemEnv } from '@canonry/pack'
import { POSTING, positionId, positionRef } from '@canonry/stock-ledger'
import { sqlite } from '@canonry/store-sqlite'
import { createSync, memoryStore, type Store, type Sync } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReservations, type NotHeld, type Reservations } from '../../src/index.js'
import { ledger } from './ledger.js'

interface Company<Time extends Env> {
  readonly env: Time
  readonly sync: Sync
  readonly reservations: Reservations
}

function company(): Company<TestEnv> {
  return process({ store: memoryStore(), env: testEnv() })
}

/** One process of a company, on a store that others may share. */
function process<Time extends Env>({
  store,
  env,
}: {
  readonly store: Store
  readonly env: Time
}): Company<Time> {
  const sync = createSync({
    tenant: 'acme',
    store,
    env,
    connections: [ledger],
    credentials: staticCredentials({ stock: {} }),
    flows: [],
  })
  const now = () => env.now()
  return { env, sync, reservations: createReservations({ sync, ledger, now }) }
}

const line = (item: string, quantity = 1) => ({ item, place: 'web', quantity: pieces(quantity) })

/** Opens the books with so much of each item. */
async function open(
  { sync, env }: Pick<Company<Env>, 'sync' | 'env'>,
  stock: Readonly<Record<string, number>>,
): Promise<void> {
  const at = new Date(env.now()).toISOString()
  const documents = Object.entries(stock).map(([item, quantity]) => ({
    resource: POSTING,
    key: positionId({ item, place: 'web' }),
    document: {
      item,
      place: 'web',
      at,
      entries: [{ kind: 'count', condition: 'sellable', quantity: `${quantity}` }],
    },
  }))
  const opened = await sync.add('stock', { documents })
  opened._unsafeUnwrap()
}

/** How many of an item may be promised; nothing is changed by looking. */
async function free({ sync, env }: Pick<Company<Env>, 'sync' | 'env'>, item: string) {
  const document = { item, place: 'web', at: new Date(env.now()).toISOString(), entries: [] }
  const key = positionId({ item, place: 'web' })
  const looked = await sync.add('stock', { documents: [{ resource: POSTING, key, document }] })
  return looked._unsafeUnwrap()[0]?.after['available']
}

const MINUTE = 60_000

describe('reservations', () => {
  it('keep all lines of a cart, or nothing', async () => {
    const world = company()
    await open(world, { MUG: 3, POT: 1 })
    const { reservations } = world
    const first = await reservations.hold('cart-1', {
      lines: [line('MUG', 1), line('POT'), line('MUG', 1)],
      forMs: 15 * MINUTE,
    })
    expect(first._unsafeUnwrap().expiresAt).toBe(world.env.now() + 15 * MINUTE)
    expect(await free(world, 'MUG')).toBe('1')
    const second = await reservations.hold('cart-2', {
      lines: [line('MUG'), line('POT')],
      forMs: MINUTE,
    })
    expect(second._unsafeUnwrapErr()).toEqual({
      kind: 'not-enough-stock',
      missing: [{ item: 'POT', place: 'web', missing: '1' }],
    })
    expect(await free(world, 'MUG')).toBe('1')
  })

  it('add up lines of one item, and know what is no wish', async () => {
    const { reservations, ...world } = company()
    await open(world, { MUG: 3 })
    const failed = async (lines: Parameters<Reservations['hold']>[1]['lines']) =>
      (await reservations.hold('cart', { lines, forMs: MINUTE }))._unsafeUnwrapErr()
    expect(await failed([line('MUG', 2), line('MUG', 2)])).toMatchObject({
      missing: [{ missing: '1' }],
    })
    expect(await failed([line('NEVER-HEARD-OF')])).toMatchObject({ kind: 'not-enough-stock' })
    expect(await failed([line('MUG', 0)])).toMatchObject({ kind: 'invalid' })
    expect(await failed([])).toMatchObject({ kind: 'invalid' })
    const kilo = { ...line('MUG'), quantity: { value: '1', unit: 'KGM' } }
    expect(await failed([kilo])).toMatchObject({ kind: 'invalid' })
  })

  it('are the same however often one cart asks, and say what it wants now', async () => {
    const world = company()
    await open(world, { MUG: 3 })
    for (const quantity of [1, 1, 3, 2]) {
      const held = await world.reservations.hold('cart', {
        lines: [line('MUG', quantity)],
        forMs: MINUTE,
      })
      held._unsafeUnwrap()
    }
    expect(await free(world, 'MUG')).toBe('1')
  })

  it('end when they are released, or by the clock', async () => {
    const world = company()
    await open(world, { MUG: 3 })
    for (const key of ['a', 'b']) {
      const held = await world.reservations.hold(key, { lines: [line('MUG')], forMs: 10 * MINUTE })
      held._unsafeUnwrap()
    }
    const released = await world.reservations.release('a', [line('MUG'), line('NEVER')])
    released._unsafeUnwrap()
    expect(await free(world, 'MUG')).toBe('2')
    const worker = await world.sync.start()
    await world.env.advance(9 * MINUTE)
    expect(await free(world, 'MUG')).toBe('2')
    await world.env.advance(2 * MINUTE)
    expect((await world.sync.counters())['reads.done']).toBe(1)
    expect(await free(world, 'MUG')).toBe('3')
    await worker.stop()
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    const nothing = await world.reservations.release('c', [line('NEVER-HEARD-OF')])
    nothing._unsafeUnwrap()
    expect(await world.sync.timeline(positionRef('main', line('NEVER-HEARD-OF')))).toEqual([])
  })

  it('promise in all never more than there is, whoever asks at the same time from two processes', async () => {
    const cart = fc.array(
      fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 4 })),
      { minLength: 1, maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cart, { minLength: 2, maxLength: 16 }), async (carts) => {
        const shared = { store: memoryStore(), env: testEnv() }
        const processes = [process(shared), process(shared)] as const
        const [{ reservations }] = processes
        const stock: Record<string, number> = { A: 9, B: 6, C: 3 }
        await open(processes[0], stock)
        const answers = await askAll(processes, carts)
        expect(answers.some((kind) => kind === 'overtaken' || kind === 'invalid')).toBe(false)
        const promised: Record<string, number> = { A: 0, B: 0, C: 0 }
        carts.forEach((wanted, index) => {
          for (const [item, quantity] of answers[index] === 'held' ? wanted : []) {
            promised[item] = (promised[item] ?? 0) + quantity
          }
        })
        for (const item of 'ABC') expect(promised[item]).toBeLessThanOrEqual(stock[item] ?? 0)
        // whoever was refused would be refused now: nobody was turned away in vain
        for (const [index, wanted] of carts.entries()) {
          if (answers[index] === 'held') continue
          const again = await reservations.hold('again', { lines: linesOf(wanted), forMs: MINUTE })
          expect(again.isErr()).toBe(true)
        }
      }),
      { numRuns: 100 },
    )
  }, 60_000)

  it('hold in a file that two processes share', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reservations-'))
    const path = join(folder, 'stock.db')
    const [one, two] = [sqlite(path), sqlite(path)].map((store) =>
      process({ store, env: systemEnv() }),
    ) as [Company<Env>, Company<Env>]
    await open(one, { MUG: 10 })
    const wanted = { lines: [line('MUG')], forMs: MINUTE }
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 === 0 ? one : two).reservations.hold(`cart-${index}`, wanted),
      ),
    )
    expect(answers.filter((answer) => answer.isOk())).toHaveLength(10)
    await one.sync.close()
    await two.sync.close()
    rmSync(folder, { recursive: true })
  })
})

type Cart = readonly (readonly [item: string, quantity: number])[]

function linesOf(cart: Cart) {
  return cart.map(([item, quantity]) => line(item, quantity))
}

/** Asks for all carts at once, of several processes by turns. */
async function askAll(
  processes: readonly [Company<TestEnv>, ...Company<TestEnv>[]],
  carts: readonly Cart[],
): Promise<readonly ('held' | NotHeld['kind'])[]> {
  const answers: ('held' | NotHeld['kind'])[] = []
  let answered = 0
  for (const [index, cart] of carts.entries()) {
    const { reservations } = processes[index % processes.length] ?? processes[0]
    void reservations
      .hold(`cart-${index}`, { lines: linesOf(cart), forMs: MINUTE })
      .then((answer) => {
        answers[index] = answer.match<'held' | NotHeld['kind']>(
          () => 'held',
          ({ kind }) => kind,
        )
        answered++
      })
  }
  await processes[0].env.until(async () => answered === carts.length)
  return answers
}
