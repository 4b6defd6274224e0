import { staticCredentials } from '@canonry/pack'
import {
  cancel,
  createSync,
  defineFlow,
  memoryStore,
  type SyncOptions,
  upsert,
} from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { erp, erpBooks } from './world/erp.js'
import { orderRef, shop } from './world/shop.js'
import { ordersTo } from './world/world.js'

const missing = undefined as never
const target = erp(erpBooks())
const options: SyncOptions = {
  tenant: 'acme',
  store: memoryStore(),
  credentials: staticCredentials({}),
  connections: [shop(), target],
  flows: [ordersTo(target)],
}

describe('the options of a sync', () => {
  it.each<[string, Partial<SyncOptions>, RegExp]>([
    ['an empty tenant', { tenant: '' }, /needs a tenant/],
    ['no tenant', { tenant: missing }, /needs a tenant: .* is its variable set\?/],
    ['no store', { store: missing }, /`store` is no store: give sqlite\('retail\.db'\)/],
    ['a path as the store', { store: 'retail.db' as never }, /`store` is no store/],
    ['no credentials', { credentials: missing }, /`credentials` cannot be asked/],
    ['secrets as they are', { credentials: { shop: {} } as never }, /staticCredentials/],
    ['no connections', { connections: missing }, /`connections` is no list/],
    [
      'a pack in the place of its connection',
      { connections: [{ system: 'shopify', connect: () => target } as never] },
      /a connection is none: give what `connect` of a pack answers/,
    ],
    ['no flows', { flows: missing }, /`flows` is no list: give \[\]/],
    ['a rule that is no flow', { flows: [(() => []) as never] }, /a flow is none: .*defineFlow/],
    ['a long tenant', { tenant: 'ü'.repeat(128) }, /a tenant's name has 256 bytes, and 255 at/],
    [
      'a connection of a long id',
      { connections: [target, shop(undefined, 'x'.repeat(256))] },
      /a connection's name has 256 bytes/,
    ],
    [
      'a retention that is no duration',
      { retention: { facts: 'long' } },
      /"long" is not a duration/,
    ],
    ['two connections of one id', { connections: [target, target] }, /two connections .* "erp"/],
    ['two flows of one name', { flows: [ordersTo(target), [ordersTo(target)]] }, /two flows/],
    [
      'an owner that is no connection',
      { ownership: { order: { note: 'nobody' } } },
      /ownership of order names "nobody"/,
    ],
    [
      'a flow that listens to no connection',
      {
        flows: [
          defineFlow({
            name: 'f',
            on: 'order',
            class: 'bulk',
            from: [shop(undefined, 'x')],
            decide: () => [],
          }),
        ],
      },
      /flow "f" listens to "x"/,
    ],
    [
      'that a connection tells of what it does not have',
      { reconcile: { shop: { tells: ['boat@rest'] } } },
      /"shop" has no resource "boat@rest" to tell of: there are order@webhook, order@rest/,
    ],
    [
      'that a connection tells of some things only where it is made to tell of all',
      { reconcile: { shop: { tells: [], webhooks: 'https://hooks.example/shop' } } },
      /"shop" is made to tell all/,
    ],
    [
      'what a connection tells that has no webhooks',
      { reconcile: { erp: { tells: [] } } },
      /"erp" tells nothing by webhooks/,
    ],
  ])('refuse %s', (_, change, message) => {
    expect(() => createSync({ ...options, ...change })).toThrow(message)
  })

  it('refuse a flow on what is no canonical entity', () => {
    expect(() =>
      defineFlow({ name: 'f', on: 'boat' as never, class: 'bulk', decide: () => [] }),
    ).toThrow(/use one of order/)
  })
})

describe('a plan', () => {
  it('is the same whether its entity is named or inferred', () => {
    const order = { refs: [orderRef('1')] } as never
    const more = { source: orderRef('1'), after: [orderRef('2')], sla: '5m' }
    const { entity, ...named } = upsert(target, 'order', order, more)
    expect(entity).toBe('order')
    expect(upsert(target, order, more)).toEqual(named)
    expect(cancel(target, order)).toMatchObject({ kind: 'cancel', connection: 'erp', after: [] })
    expect(named.slaMs).toBe(300_000)
  })
})
