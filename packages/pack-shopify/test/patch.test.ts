import { decode, patch } from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { orderMapping } from '../src/index.js'

describe('a patch of a Shopify order', () => {
  it('names the operations of the Admin API, and refuses what has none', () => {
    const order = {
      id: 1,
      admin_graphql_api_id: 'gid://shopify/Order/1',
      name: '#1',
      created_at: '2026-11-24T10:00:00Z',
      currency: 'EUR',
      taxes_included: true,
      email: 'a@example.com',
      shipping_address: { city: 'Ulm', country_code: 'DE' },
      line_items: [],
    }
    const at = { account: 'acme' }
    const { entity: before, residue } = decode(orderMapping, order, at)._unsafeUnwrap()
    const after = {
      ...before,
      email: 'b@example.com',
      shipTo: { ...before.shipTo, city: 'Bonn' },
      cancelledAt: '2026-11-24T11:00:00Z',
    }
    const options = { context: at, residue }
    const { changes } = patch(orderMapping, { before, after }, options)._unsafeUnwrap()
    expect(changes.map(({ entity, write }) => [entity, write])).toEqual([
      ['/email', 'orderUpdate'],
      ['/shipTo/city', 'orderUpdate'],
      ['/cancelledAt', 'orderCancel'],
    ])
    const renamed = { ...before, number: '#2' }
    const refused = patch(orderMapping, { before, after: renamed }, options)
    expect(refused._unsafeUnwrapErr()).toEqual([
      { kind: 'read-only', entity: '/number', wire: ['/name'] },
    ])
  })
})
