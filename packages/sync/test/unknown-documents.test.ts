import type { WireDocument } from '@canonry/pack'
import { memoryStore, type TenantStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { documentFact } from '../src/journal/document-fact.js'
import { readSafely } from '../src/pipeline/apply-fact.js'
import { createPullMemory, type PullMemory, rememberReads } from '../src/reconcile/pull-memory.js'
import { unknownDocuments } from '../src/reconcile/unknown-documents.js'
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
) => {
  const facts = orders.map(factOf)
  const news = await unknownDocuments({ store, env }, { facts, connection, memory })
  return news._unsafeUnwrap().map(({ routingKey }) => routingKey)
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
    expect(news._unsafeUnwrap().map(({ routingKey }) => routingKey)).toEqual(['1', '2'])
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
