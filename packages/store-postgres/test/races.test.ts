import type { Ref } from '@canonry/model'
import {
  type Commit,
  type Effect,
  emptyCommit,
  type Link,
  refKey,
  rowOf,
  type TenantStore,
} from '@canonry/sync'
import { afterAll, describe, expect, it } from 'vitest'
import { effectOf, factOf, refOf, START } from '../../sync/src/testing/conformance/bench.js'
import { serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()
function entityOf(id: string): Commit['entities'][number] {
  const row = { entity: 'order', id, revision: 1, version: 1, origin: 'shop' } as const
  return { expected: 0, row: { ...row, source: refOf(id), body: { refs: [refOf(id)] } } }
}

function linkOf(id: string, ref: Ref): Link {
  return { entity: 'order', id, ref, evidence: 'test' }
}

async function write(store: TenantStore, change: Partial<Commit>): Promise<void> {
  const done = await store.commit({ ...emptyCommit(START), ...change })
  expect(done).toEqual(expect.objectContaining({ value: undefined }))
}

async function leased(store: TenantStore, epoch: number): Promise<readonly Effect[]> {
  const limits = { concurrency: 1_000, perSecond: 1_000_000 }
  const connections = [{ connection: 'erp', limits, bulk: 100 }]
  return (await store.lease({ now: START, epoch, limit: 1_000, connections }))._unsafeUnwrap()
}

interface Step {
  readonly effects: readonly Effect[]
  readonly change: Partial<Effect>
}

async function complete(store: TenantStore, epoch: number, { effects, change }: Step) {
  const notes = { timeline: [], exceptions: [], counts: {} }
  const items = effects.map((effect) => {
    return { ...notes, fence: effect.fence, row: { ...rowOf(effect), ...change } }
  })
  return (await store.complete({ now: START, epoch, items }))._unsafeUnwrap()
}

describe.skipIf(missing)(`races on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  afterAll(() => database.drop())

  async function claimed(): Promise<{ store: TenantStore; epoch: number }> {
    const store = database.create().open('acme')
    const claim = { kind: 'claim', now: START, worker: 'worker-1' } as const
    const { epoch } = (await store.maintain(claim))._unsafeUnwrap()
    return { store, epoch }
  }

  it('leaves no effect behind in a lane that is filled while it is emptied', async () => {
    const { store, epoch } = await claimed()
    const ids = Array.from({ length: 12 }, (_, index) => `order-${index}`)
    const insert = (id: string, round: number) =>
      write(store, { effects: [{ kind: 'insert', effect: effectOf(`${id}/${round}`, { id }) }] })
    const confirm = (effect: Effect) =>
      complete(store, epoch, { effects: [effect], change: { state: 'confirmed' } })
    await write(store, { entities: ids.map(entityOf) })
    await Promise.all(ids.map((id) => insert(id, 0)))
    for (const round of [1, 2, 3, 4, 5, 6]) {
      const heads = await leased(store, epoch)
      expect(heads).toHaveLength(ids.length)
      await Promise.all(heads.flatMap((head) => [confirm(head), insert(head.id, round)]))
    }
    expect(await leased(store, epoch)).toHaveLength(ids.length)
  }, 60_000)

  it('wakes what begins to wait for a name while it is given', async () => {
    const { store, epoch } = await claimed()
    const ids = Array.from({ length: 25 }, (_, index) => `order-${index}`)
    const effects = ids.map((id) => effectOf(id))
    await write(store, {
      entities: ids.flatMap((id) => [entityOf(id), entityOf(`${id}-parent`)]),
      links: ids.map((id) => linkOf(`${id}-parent`, refOf(`${id}-parent`))),
      effects: effects.map((effect) => ({ kind: 'insert', effect })),
    })
    const held = await leased(store, epoch)
    await Promise.all(
      held.flatMap((effect) => {
        const ref = refKey(refOf(`${effect.id}-parent`))
        const dependency = { ref, system: 'erp', account: 'acme' }
        const change = { state: 'waiting', dependency, runAt: START + 300_000 } as const
        const named = linkOf(`${effect.id}-parent`, refOf(`${effect.id}-parent`, 'erp'))
        return [
          complete(store, epoch, { effects: [effect], change }),
          write(store, { links: [named] }),
        ]
      }),
    )
    expect(await leased(store, epoch)).toHaveLength(ids.length)
  }, 60_000)

  it('numbers what many hand over at the same time without gaps, each once', async () => {
    const { store } = await claimed()
    const facts = Array.from({ length: 40 }, (_, index) =>
      factOf({ shard: index % 3, hash: `${index}`, eventId: `event-${index}` }),
    )
    const calls = Array.from({ length: 8 }, (_, caller) => {
      const own = [...facts.slice(caller * 5), ...facts.slice(0, caller * 5)]
      return store.append({ now: START, facts: own, counts: {} })
    })
    const answers = (await Promise.all(calls)).map((answer) => answer._unsafeUnwrap())
    const accepted = answers.flat().filter(({ kind }) => kind === 'accepted')
    expect(accepted).toHaveLength(facts.length)
    const read = (await store.read({ limit: 100, bytes: 1e6 }))._unsafeUnwrap()
    for (const shard of [0, 1, 2]) {
      const seqs = read.filter((fact) => fact.shard === shard).map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    }
  })

  it('keeps the body of a fact that a source is written from while bodies expire', async () => {
    const { store, epoch } = await claimed()
    const expire = { facts: START + 1 }
    const seqs = Array.from({ length: 100 }, (_, index) => index + 1)
    const facts = seqs.map((seq) => factOf({ hash: `${seq}` }))
    expect((await store.append({ now: START, facts, counts: {} })).isOk()).toBe(true)
    await write(store, { epoch, cursors: [{ shard: 3, from: 0, to: facts.length }] })
    const say = async (seq: number) => {
      const id = `order-${seq}`
      const ref = refOf(id)
      const told = { body: {}, bodyHash: '', residue: '', mapping: 1, shard: 3, seq }
      const name = { connection: 'shop', resource: 'order@rest', entity: 'order', id } as const
      const sources = [{ ...name, ...told, key: `order:${refKey(ref)}` }]
      const commit = { ...emptyCommit(START), sources, links: [linkOf(id, ref)] }
      const done = await store.commit(commit)
      return done.isOk() ? [seq] : []
    }
    const beat = async () => {
      const done = await store.maintain({ kind: 'beat', now: START, epoch, expire })
      expect(done.isOk()).toBe(true)
    }
    const said = Promise.all(seqs.map(say))
    await Promise.all([beat(), beat(), beat()])
    const written = (await said).flat()
    await beat()
    const question = { kind: 'journal', shard: 3, after: 0, limit: 1_000 } as const
    const page = (await store.query<'journal'>(question))._unsafeUnwrap()
    const there = page.facts.flatMap(({ seq, body }) => (body ? [seq] : []))
    expect(there).toEqual(written)
  })

  it('numbers what is journaled and what commits record without a gap', async () => {
    const { store } = await claimed()
    const factIn = (shard: number, n: number) => factOf({ shard, hash: `${shard}/${n}` })
    const heard = Array.from({ length: 20 }, (_, n) =>
      store.append({ now: START, facts: [factIn(2, n), factIn(1, n)], counts: {} }),
    )
    const recorded = Array.from({ length: 20 }, (_, n) =>
      store.commit({
        ...emptyCommit(START),
        facts: [factIn(1, 100 + n), factIn(2, 100 + n)],
        counts: { 'facts.applied': 1 },
      }),
    )
    const done = await Promise.all([...heard, ...recorded])
    expect(done.filter((each) => each.isErr())).toEqual([])
    const facts = (await store.read({ limit: 1_000, bytes: 1e9 }))._unsafeUnwrap()
    for (const shard of [1, 2]) {
      const seqs = facts.filter((fact) => fact.shard === shard).map(({ seq }) => seq)
      expect(seqs).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
    }
  })
})
