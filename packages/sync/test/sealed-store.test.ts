import {
  type Fact,
  type Keyring,
  keyring,
  memoryStore,
  type NewFact,
  type Store,
  sealedStore,
  type TenantStore,
} from '@canonry/sync'
import { compareWithModel } from '@canonry/sync/testing/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exceptionCases } from './people/exception-cases.js'
import { replayCases } from './people/replay-cases.js'
import { shapeCases } from './shape-cases.js'
import { keyOf } from './world/seal.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, type World, workOff } from './world/world.js'

const ring = (current: string, keys: Parameters<typeof keyring>[0]['keys'] = {}) =>
  keyring({ current, keys: { [current]: keyOf(current), ...keys } })

const customer = { id: 'c', name: 'Li' }
const secretOrder = (id: string, version = 1, note = `secret of ${id}`) =>
  webhook(shopOrder(id, version, { customer, note }))

async function hear(world: World, ...requests: Request[]): Promise<void> {
  for (const request of requests) await world.sync.receive('shop', request)
  await workOff(world)
}

const factOf = (hash: string, body: Uint8Array): NewFact => ({
  connection: 'shop',
  origin: 'webhook',
  shard: 0,
  topic: 'orders/updated',
  apiVersion: '1',
  hash,
  size: body.length,
  receivedAt: 0,
  headers: {},
  body,
})

const bytes = (text: string) => new TextEncoder().encode(text)
const append = (tenant: TenantStore, ...facts: NewFact[]) =>
  tenant.append({ now: 0, facts, counts: {} })
const read = (tenant: TenantStore) => tenant.read({ limit: 9, bytes: 1e6 })

/** A store that gives out facts other than it was given. */
function tampered(store: Store, change: (facts: readonly Fact[]) => readonly Fact[]): Store {
  return {
    ...store,
    open: (tenant, options) => {
      const opened = store.open(tenant, options)
      return { ...opened, read: (request) => opened.read(request).map(change) }
    },
  }
}

/** All that lies in a store of the tenant of the world. */
async function everythingIn(store: Store): Promise<string> {
  const tenant = store.open('acme')
  const facts: Fact[] = []
  for (let shard = 0; shard < 16; shard++) {
    const question = { kind: 'journal', shard, after: 0, limit: 99 } as const
    facts.push(...(await tenant.query<'journal'>(question))._unsafeUnwrap().facts)
  }
  const effects = await tenant.query<'effects'>({ kind: 'effects', limit: 99 })
  const refs = ['Order/1', 'Order/2', 'Customer/c'].map((name) => `shop/acme/${name}`)
  const situation = await tenant.query<'situation'>({ kind: 'situation', refs })
  const texts = facts.map(({ body }) => new TextDecoder().decode(body))
  return JSON.stringify([texts, effects._unsafeUnwrap(), situation._unsafeUnwrap()])
}

describe('bodies that are sealed', () => {
  it('are read by whoever has the key, and by nobody else', async () => {
    const below = memoryStore()
    const world = createWorld({ store: sealedStore(below, ring('a')) })
    await hear(world, secretOrder('1'), secretOrder('1', 2))
    expect(world.erpBooks.documents.get('shop/acme/Order/1')?.body).toMatchObject({
      note: 'secret of 1',
    })
    expect(await everythingIn(world.store)).toContain('secret of 1')
    const stored = await everythingIn(below)
    expect(stored).not.toContain('secret of')
    expect(stored).not.toContain('"Li"')
    expect(stored).toContain('"keyId":"a"')
  })

  it('stay readable when another key becomes the current one', async () => {
    const below = memoryStore()
    const first = createWorld({ store: sealedStore(below, ring('a')) })
    await hear(first, secretOrder('1'), secretOrder('2'))
    const { env, erpBooks } = first
    const both = sealedStore(below, ring('b', { a: keyOf('a') }))
    await hear(createWorld({ env, erpBooks, store: both }), secretOrder('1', 2))
    expect(await everythingIn(both)).toContain('secret of 2')
    const situation = await below
      .open('acme')
      .query<'situation'>({ kind: 'situation', refs: ['shop/acme/Order/1', 'shop/acme/Order/2'] })
    const keys = situation._unsafeUnwrap().states.map(({ row }) => row.label?.keyId)
    expect(keys).toEqual(['b', 'a'])
  })

  it('count as erased once their key is forgotten, and stop nothing', async () => {
    const below = memoryStore()
    const first = createWorld({ store: sealedStore(below, ring('a')) })
    first.erpBooks.judge = () => ({
      kind: 'failed',
      failure: { kind: 'throttled', message: 'later' },
    })
    await first.sync.receive('shop', secretOrder('1'))
    const worker = await first.sync.start()
    await first.env.until(async () => first.erpBooks.pushes.length > 0)
    await worker.stop()
    await first.sync.receive('shop', secretOrder('2'))
    delete first.erpBooks.judge
    const store = sealedStore(below, ring('b', { a: 'forgotten' }))
    const { env, erpBooks } = first
    const world = createWorld({ env, erpBooks, store })
    await workOff(world)
    expect(erpBooks.ledger).toEqual([])
    const { 'facts.erased': erased, 'effects.cancelled': cancelled } = await world.sync.counters()
    expect([erased, cancelled]).toEqual([1, 1])
    await hear(world, secretOrder('1', 2, 'new'))
    expect(erpBooks.documents.get('shop/acme/Order/1')?.body).toMatchObject({ note: 'new' })
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    expect(await everythingIn(store)).not.toContain('secret of')
  })

  it('ask a person about what was sent and can be read back no more', async () => {
    const below = memoryStore()
    const first = createWorld({ store: sealedStore(below, ring('a')) })
    first.erpBooks.faults.push({ kind: 'lose-answer' })
    await first.sync.receive('shop', secretOrder('1'))
    const worker = await first.sync.start()
    await first.env.until(async () => first.erpBooks.pushes.length > 0)
    await worker.stop()
    const { env, erpBooks } = first
    const store = sealedStore(below, ring('b', { a: 'forgotten' }))
    const world = createWorld({ env, erpBooks, store })
    await workOff(world)
    const [lost] = await world.sync.exceptions({ state: 'open' })
    expect(lost).toMatchObject({ reason: 'erased-intent' })
    expect(erpBooks.pushes).toHaveLength(1)
    const by = { actor: 'anna', why: 'it is there' }
    expect(await world.sync.dismiss({ reason: 'erased-intent' }, by)).toMatchObject([
      { kind: 'done' },
    ])
  })

  it.each([
    ['is missing', ring('b'), /no key "a": add it/],
    ['is another one', ring('a', { a: keyOf('other') }), /"a" is another one/],
    ['is no key', ring('b', { a: keyOf('').reveal as never }), /did not give the key "a"/],
    ['has another length', keyring({ current: 'a', keys: { a: short() } }), /has 3 bytes: give 32/],
  ])('wait, and are not passed over, while their key %s', async (_, ring, message) => {
    const below = memoryStore()
    const before = sealedStore(below, keyring({ current: 'a', keys: { a: keyOf('a') } }))
    const order = bytes('secret')
    expect((await append(before.open('acme'), factOf('1', order))).isOk()).toBe(true)
    const failure = (await read(sealedStore(below, ring).open('acme')))._unsafeUnwrapErr()
    expect(failure.kind).toBe('unavailable')
    expect(failure.message).toMatch(message)
    const [fact] = (await read(before.open('acme')))._unsafeUnwrap()
    expect(fact?.body && new TextDecoder().decode(fact.body)).toBe('secret')
  })

  it('are not sealed with a forgotten key', async () => {
    const tenant = sealedStore(memoryStore(), ring('a', { a: 'forgotten' })).open('acme')
    const failure = (await append(tenant, factOf('1', bytes('x'))))._unsafeUnwrapErr()
    expect(failure).toMatchObject({ kind: 'unavailable' })
    expect(failure.message).toContain('make another one the current one')
  })

  it('are found out when they lie in another row, and nothing else waits', async () => {
    const swapped = tampered(memoryStore(), (facts) => {
      const [one, two] = facts
      if (facts.length !== 3 || !one?.body || !two?.body) return facts
      return [{ ...one, body: two.body }, { ...two, body: one.body }, ...facts.slice(2)]
    })
    const world = createWorld({ store: sameShard(sealedStore(swapped, ring('a'))) })
    await hear(world, secretOrder('1'), secretOrder('2'), secretOrder('3'))
    const open = await world.sync.exceptions({ state: 'open' })
    expect(open.map(({ reason }) => reason)).toEqual(['damaged-body', 'damaged-body'])
    expect(JSON.stringify(open)).not.toContain('secret')
    expect([...world.erpBooks.documents.keys()]).toEqual(['shop/acme/Order/3'])
  })

  it('are found out when they are those of another tenant, or of an earlier moment', async () => {
    const below = memoryStore()
    const sealed = sealedStore(below, ring('a'))
    await hear(createWorld({ store: sealed }), secretOrder('1'))
    await hear(createWorld({ store: sealed, tenant: 'other' }), secretOrder('1'))
    const question = { kind: 'situation', refs: ['shop/acme/Order/1'] } as const
    const stateIn = async (store: Store, tenant: string) => {
      const { states } = (await store.open(tenant).query<'situation'>(question))._unsafeUnwrap()
      const [state] = states
      if (!state) throw new Error('there is no such entity')
      return state
    }
    const own = await stateIn(below, 'acme')
    const foreign = await stateIn(below, 'other')
    for (const row of [
      { ...own.row, body: foreign.row.body },
      { ...own.row, revision: own.row.revision + 1 },
      { ...own.row, body: own.sources[0]?.body ?? {} },
      { ...own.row, body: {} },
      { ...own.row, body: { sealed: '' } },
    ]) {
      const version = (await stateIn(below, 'acme')).row.version
      const write = { expected: version, row: { ...row, version: version + 1 } }
      const commit = { ...emptyStep, entities: [write] }
      expect((await below.open('acme').commit(commit)).isOk()).toBe(true)
      const { row: seen } = await stateIn(sealed, 'acme')
      expect(seen.unreadable).toMatchObject({ kind: 'damaged' })
    }
    // what cannot be read can be erased
    const world = createWorld({ store: sealed })
    const erased = await world.sync.erase(orderRef('1'), { actor: 'anna', why: 'damaged' })
    expect(erased.entities).toBe(1)
  })

  it('never throw, whatever lies in their place', async () => {
    const anyBytes = fc.uint8Array({ maxLength: 80 })
    const flip = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyBytes, flip), async (damage) => {
        const store = tampered(memoryStore(), (facts) =>
          facts.map((fact) => ({ ...fact, body: damaged(fact.body ?? bytes(''), damage) })),
        )
        const tenant = sealedStore(store, ring('a')).open('acme')
        expect((await append(tenant, factOf('1', bytes('secret')))).isOk()).toBe(true)
        const answer = await read(tenant)
        const told = answer.match(
          ([fact]) => fact?.unreadable?.kind,
          ({ message }) => message,
        )
        expect(told).toMatch(/^damaged$|is another one/)
      }),
    )
  })

  it('are written in the order in which they were given, however long a key takes', async () => {
    const slow: Keyring = {
      current: 'a',
      key: async () => {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve()
        return keyOf('a')
      },
    }
    const below = memoryStore()
    const tenant = sealedStore(below, slow).open('acme')
    await Promise.all(['1', '2', '3'].map((hash) => append(tenant, factOf(hash, bytes(hash)))))
    const facts = (await read(tenant))._unsafeUnwrap()
    expect(facts.map(({ hash }) => hash)).toEqual(['1', '2', '3'])
  })

  it('make the same store of a store', async () => {
    await compareWithModel(() => sealedStore(memoryStore(), ring('a')), { runs: 20 })
  })

  for (const { name, run } of [...exceptionCases, ...replayCases, ...shapeCases]) {
    it(`change nothing else: ${name}`, () => run(() => sealedStore(memoryStore(), ring('a'))))
  }
})

const emptyStep = {
  now: 0,
  cursors: [],
  sources: [],
  links: [],
  effects: [],
  findings: [],
  reads: [],
  timeline: [],
  exceptions: [],
  counts: {},
}

function short(): ReturnType<typeof keyOf> {
  return { ...keyOf('a'), reveal: () => 'abcd' }
}

type Damage = Uint8Array | { readonly at: number; readonly by: number }

function damaged(body: Uint8Array, damage: Damage): Uint8Array {
  if (damage instanceof Uint8Array) return damage
  const at = damage.at % body.length
  return body.map((byte, index) => (index === at ? byte ^ damage.by : byte))
}

/** A store that puts all facts into one shard, so that one page has them all. */
function sameShard(store: Store): Store {
  return {
    ...store,
    open: (tenant, options) => {
      const opened = store.open(tenant, options)
      return {
        ...opened,
        append: (request) =>
          opened.append({
            ...request,
            facts: request.facts.map((fact) => ({ ...fact, shard: 0 })),
          }),
      }
    },
  }
}
