import { type AuditEntry, memoryStore, type Store, type TenantStore } from '@canonry/sync'
import { okAsync, type ResultAsync } from 'neverthrow'
import { expect, it } from 'vitest'
import { sha256 } from '../src/sha256.js'
import { factOf, START } from '../src/testing/conformance/bench.js'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

/** A store in which something else happens before each answer about the audit log. */
function busyStore(atOnce: number): Store {
  const store = memoryStore()
  let written = 0
  const write = (inner: TenantStore): ResultAsync<unknown, unknown> => {
    const facts = Array.from({ length: atOnce }, () => {
      const body = new TextEncoder().encode(`{"n":${written++}}`)
      return factOf({ body, hash: sha256(body, 'hex') })
    })
    return inner.append({ now: START, facts, counts: {} })
  }
  return {
    ...store,
    open: (tenant, options) => {
      const inner = store.open(tenant, options)
      const query: TenantStore['query'] = (question) => {
        const before = question.kind.startsWith('audit') ? write(inner) : okAsync(undefined)
        return before.orElse(() => okAsync(undefined)).andThen(() => inner.query(question))
      }
      return { ...inner, query }
    },
  }
}

it.each([1, 3, 16, 40, 300])(
  'finds nothing changed in a log that grows by %i entries with every question',
  async (atOnce) => {
    const world = createWorld({ store: busyStore(atOnce), audit: true })
    for (let id = 1; id <= 5; id++) await world.sync.receive('shop', webhook(shopOrder(`${id}`)))
    await workOff(world)
    for (const range of [{}, { from: 3, to: 21 }, { from: 20 }]) {
      expect((await world.sync.audit.verify(range)).problems).toEqual([])
    }
  },
)

it.each([
  ['the last', 1],
  ['the last three', 3],
  ['all behind the last whole group', 99],
])('misses %s of the entries where they were taken away', async (_, count) => {
  const store = memoryStore()
  const robbed: Store = {
    ...store,
    open: (tenant, options) => {
      const inner = store.open(tenant, options)
      const query: TenantStore['query'] = (question) =>
        inner.query(question).map((answer) => {
          if (question.kind !== 'auditEntries') return answer
          const entries = answer as readonly AuditEntry[]
          const { from } = question as unknown as { readonly from: number }
          return entries.slice(0, Math.max(0, Math.max(16, 19 - count) - from)) as never
        })
      return { ...inner, query }
    },
  }
  const world = createWorld({ store: robbed, audit: true })
  for (let id = 1; id <= 19; id++) await world.sync.receive('shop', webhook(shopOrder(`${id}`)))
  expect((await world.sync.audit.verify()).problems).toEqual([{ kind: 'tree-changed', index: 16 }])
  expect((await world.sync.audit.verify({ to: 16 })).problems).toEqual([])
})
