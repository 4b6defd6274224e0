import type { WireDocument } from '@canonry/pack'
import { memoryStore, type TenantStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { documentFact } from '../src/journal/document-fact.js'
import { applyFact, readSafely } from '../src/pipeline/apply-fact.js'
import { toCommit } from '../src/pipeline/to-commit.js'
import { createWorkspace } from '../src/pipeline/workspace.js'
import {
  createPullMemory,
  type PullMemory,
  rememberReads,
  underWayOf,
} from '../src/reconcile/pull-memory.js'
import { unknownDocuments } from '../src/reconcile/unknown-documents.js'
import { emptyCommit } from '../src/store/empty-commit.js'
import { shop, shopBooks, shopOrder } from './world/shop.js'

const connection = shop(shopBooks())
const env = testEnv()

const factOf = (order: object) => {
  const { id } = order as { id: string }
  return factOfText(id, JSON.stringify(order))
}

const factOfText = (key: string, text: string) => {
  const document: WireDocument = { resource: 'order@rest', apiVersion: '1', key, text }
  const about = { connection: 'shop', origin: 'pull', topic: 'reconcile', receivedAt: 0 } as const
  return documentFact(document, about)
}

/** A store in whose journal a fact waits that nobody works on. */
async function behind(): Promise<TenantStore> {
  const store = memoryStore().open('acme')
  const appended = await store.append({ now: 0, facts: [factOf(shopOrder('0'))], counts: {} })
  expect(appended.isOk()).toBe(true)
  return store
}

const newsIn = async (
  orders: readonly object[],
  { store, memory }: { readonly store: TenantStore; readonly memory: PullMemory },
  from = connection,
) => {
  const facts = orders.map(factOf)
  const news = await unknownDocuments({ store, env }, { facts, connection: from, memory })
  const { facts: found, remember } = news._unsafeUnwrap()
  remember()
  return found.map(({ routingKey }) => routingKey)
}

describe('what a pull brings while the journal is behind', () => {
  it('is news once, and again as soon as it says anything else', async () => {
    const at = { store: await behind(), memory: createPullMemory() }
    const [one, two] = [shopOrder('1', 1), shopOrder('2', 1)]
    expect(await newsIn([one, two], at)).toEqual(['1', '2'])
    at.memory.turn()
    expect(await newsIn([one, shopOrder('2', 2)], at)).toEqual(['2'])
  })

  it('is news again to a process that does not remember, and after a pull without it', async () => {
    const store = await behind()
    const memory = createPullMemory()
    const one = shopOrder('1', 1)
    expect(await newsIn([one], { store, memory })).toEqual(['1'])
    expect(await newsIn([one], { store, memory: createPullMemory() })).toEqual(['1'])
    memory.turn()
    memory.turn()
    expect(await newsIn([one], { store, memory })).toEqual(['1'])
  })

  it('is news once where nobody can read it, and again as soon as it says anything else', async () => {
    for (const store of [await behind(), memoryStore().open('acme')]) {
      const at = { store, memory: createPullMemory() }
      const broken = { ...shopOrder('1', 1), total: 7 }
      expect(await newsIn([broken], at)).toEqual(['1'])
      at.memory.turn()
      expect(await newsIn([broken], at)).toEqual([])
      expect(await newsIn([{ ...broken, total: 8 }], at)).toEqual(['1'])
      expect(await newsIn([broken], { ...at, memory: createPullMemory() })).toEqual(['1'])
    }
  })

  it('is news of everything that nobody can read, though all of it says the same', async () => {
    const store = await behind()
    const memory = createPullMemory()
    const facts = ['1', '2'].map((key) => factOfText(key, '{}'))
    const news = await unknownDocuments({ store, env }, { facts, connection, memory })
    expect(news._unsafeUnwrap().facts.map(({ routingKey }) => routingKey)).toEqual(['1', '2'])
  })
})

describe('what a pull brings when all that was heard is known', () => {
  it('is compared with what is known, and with nothing that is only remembered', async () => {
    const at = { store: memoryStore().open('acme'), memory: createPullMemory() }
    const one = shopOrder('1', 1)
    expect(await newsIn([one], at)).toEqual(['1'])
    // nothing has come of it: its entity is not there, so it is said again
    expect(await newsIn([one], at)).toEqual(['1'])
  })
})

describe('what a read has brought', () => {
  const order = shopOrder('1', 1)
  const readOf = () =>
    readSafely({ ...factOf(order), origin: 'read', seq: 0, conflicting: false }, connection)

  it('is no news when a pull brings it while the journal is behind, nor read a second time', async () => {
    const at = { store: await behind(), memory: createPullMemory() }
    rememberReads(new Map([['shop', at.memory]]), [readOf()])
    const known = at.memory.recall(factOf(order))
    expect(await newsIn([order], at)).toEqual([])
    expect(at.memory.recall(factOf(order))).toBe(known)
  })

  it('is compared with what is known where it is known, and said again where nothing came of it', async () => {
    const at = { store: memoryStore().open('acme'), memory: createPullMemory() }
    rememberReads(new Map([['shop', at.memory]]), [readOf()])
    expect(await newsIn([order], at)).toEqual(['1'])
  })

  it('is not remembered of a connection that nobody pulls, nor what came in another way', () => {
    const memory = createPullMemory()
    rememberReads(new Map(), [readOf()])
    const { fact, reading } = readOf()
    rememberReads(new Map([['shop', memory]]), [{ fact: { ...fact, origin: 'webhook' }, reading }])
    expect(memory.recall(fact)).toBeUndefined()
  })
})

describe('what a pull brings that says its version', () => {
  it('is read only where the version does not tell whether it is news', async () => {
    const read: string[] = []
    const counted = counting(read)
    const at = { store: await knowing(shopOrder('1', 2)), memory: createPullMemory() }
    const orders = [shopOrder('1', 3), shopOrder('1', 2), shopOrder('1', 1), shopOrder('2', 1)]
    for (const order of orders) await newsIn([order], at, counted)
    expect(read).toEqual([shopOrder('1', 2).version, shopOrder('1', 1).version])
  })

  it('is news where it is newer or unknown, and none where it is known or older', async () => {
    const at = { store: await knowing(shopOrder('1', 2)), memory: createPullMemory() }
    expect(await newsIn([shopOrder('1', 3), shopOrder('2', 1)], at)).toEqual(['1', '2'])
    expect(await newsIn([shopOrder('1', 2), shopOrder('1', 1)], at)).toEqual([])
    // one version, two contents: whoever is asked is believed
    expect(await newsIn([shopOrder('1', 2, { total: '99.00' })], at)).toEqual(['1'])
  })

  it('is not remembered as journaled before it is', async () => {
    const at = { store: await behind(), memory: createPullMemory() }
    const page = { facts: [factOf(shopOrder('1', 1))], connection, memory: at.memory }
    for (const _ of [1, 2]) {
      const news = await unknownDocuments({ store: at.store, env }, page)
      expect(news._unsafeUnwrap().facts).toHaveLength(1)
    }
  })

  it('is remembered though a pull brings more than can be: the newest of it', () => {
    const memory = createPullMemory()
    const facts = Array.from({ length: 45_000 }, (_, index) => ({
      resource: 'order@rest',
      routingKey: `${index}`,
      hash: 'h',
    }))
    for (const fact of facts) memory.keep(fact, '1')
    const kept = facts.filter((fact) => memory.recall(fact)).length
    expect(kept).toBeGreaterThanOrEqual(20_000)
    expect(kept).toBeLessThanOrEqual(40_000)
    expect(memory.recall({ resource: 'order@rest', routingKey: '44999', hash: 'h' })).toBeDefined()
  })
})

describe('what is under way since a pull has brought it', () => {
  const fact = factOf(shopOrder('1', 2))
  const taken = () => {
    const memory = createPullMemory()
    memory.keep(fact, '2')
    return underWayOf(new Map([['shop', memory]]))
  }

  it.each([
    ['the same version', '2', true, true],
    ['an older version', '1', true, false],
    ['a newer version', '3', false, false],
    ['one that cannot be compared', 'x', false, false],
  ])('is told of by %s', (_, version, isUnderWay, isTold) => {
    const underWay = taken()
    expect(underWay.tell(fact, version)).toBe(isUnderWay)
    expect(underWay.isTold(fact)).toBe(isTold)
    expect(underWay.isTold({ ...fact, hash: 'of another text' })).toBe(false)
  })

  it('is nothing of another connection, nor of another document', () => {
    const underWay = taken()
    expect(underWay.tell({ ...fact, connection: 'other' }, '1')).toBe(false)
    expect(underWay.tell({ ...fact, routingKey: '9' }, '1')).toBe(false)
  })

  it('stays told of when it is pulled again', () => {
    const memory = createPullMemory()
    const underWay = underWayOf(new Map([['shop', memory]]))
    memory.keep(fact, '2')
    underWay.tell(fact, '2')
    memory.turn()
    memory.keep(fact, '2')
    memory.turn()
    expect(underWay.isTold(fact)).toBe(true)
  })

  it('is not read for an event that tells of it, and was not missed', () => {
    const workspace = createWorkspace({ links: [], states: [] })
    const applying = { ...deciding, underWay: taken() }
    const event = { ...fact, origin: 'webhook', topic: 'orders/touched' } as const
    const { version } = shopOrder('1', 2)
    const body = Buffer.from(JSON.stringify({ id: '1', version: '2' }))
    applyFact(workspace, readSafely({ ...event, body, ...NUMBERED }, connection), applying)
    expect(workspace.reads.size).toBe(0)
    expect(workspace.counts).toEqual(['facts.stale'])
    applyFact(workspace, readSafely({ ...fact, ...NUMBERED }, connection), applying)
    expect(workspace.counts).not.toContain('reconcile.missed')
    expect(workspace.findings).toEqual([])
    expect([...workspace.entities.values()]).toMatchObject([{ sources: [{ version }] }])
  })

  it('is missed where no event tells of it, or only of what was before', () => {
    const underWay = taken()
    underWay.tell(fact, '1')
    const workspace = createWorkspace({ links: [], states: [] })
    const applying = { ...deciding, underWay }
    applyFact(workspace, readSafely({ ...fact, ...NUMBERED }, connection), applying)
    expect(workspace.counts).toContain('reconcile.missed')
  })
})

const NUMBERED = { seq: 1, conflicting: false }

const deciding = {
  flows: [],
  connections: new Map([['shop', connection]]),
  ownership: {},
  now: 0,
  uuid: () => 'id',
}

/** A store that knows an order. */
async function knowing(order: object): Promise<TenantStore> {
  const store = memoryStore().open('acme')
  const workspace = createWorkspace({ links: [], states: [] })
  applyFact(workspace, readSafely({ ...factOf(order), ...NUMBERED }, connection), deciding)
  const committed = await store.commit({ ...emptyCommit(0), ...toCommit(workspace) })
  expect(committed.isOk()).toBe(true)
  return store
}

/** The shop, with a note of each version of an order that its mapping reads. */
function counting(read: string[]): typeof connection {
  const { 'order@rest': order } = connection.resources
  if (!order) throw new Error('the shop has orders')
  const [root, ...others] = order.parts
  const fold = (document: unknown) => {
    read.push((document as { readonly version: string }).version)
    return document
  }
  const parts = [{ ...root, fold }, ...others] as const
  return {
    ...connection,
    resources: { ...connection.resources, 'order@rest': { ...order, parts } },
  }
}
