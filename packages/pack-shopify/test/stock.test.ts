import type { StockPosition } from '@canonry/model'
import {
  type Env,
  type Intent,
  type PushOutcome,
  secret,
  staticCredentials,
  systemEnv,
} from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { shopify } from '../src/index.js'

const NOW = Date.parse('2026-11-28T10:00:00Z')
const MINUTE = 60_000

interface Setting {
  readonly inventoryItemId: string
  readonly locationId: string
  readonly quantity: number
  readonly changeFromQuantity?: number | null
  readonly compareQuantity?: number
}

/** What a shop with one location knows of its items, by SKU, and what was asked of it. */
interface Shop {
  readonly available: Record<string, number>
  /** For how many minutes they have been as many. */
  readonly sinceMinutes: Record<string, number>
  readonly asked: { readonly query: string; readonly variables: Record<string, unknown> }[]
  /** Answers instead, once. */
  next?: () => Response
  now: number
}

const SKUS = ['MUG', 'POT', 'PAN']
const numberOf = (sku: string) => `${900 + SKUS.indexOf(sku)}`
const skuOf = (gid: string) => SKUS[Number(gid.slice(gid.lastIndexOf('/') + 1)) - 900] ?? ''

function answerOf(shop: Shop, variables: Record<string, unknown>, query: string): unknown {
  if (query.startsWith('query Items')) {
    const nodes = SKUS.filter((sku) => sku in shop.available).map((sku) => ({
      id: `gid://shopify/InventoryItem/${numberOf(sku)}`,
      sku,
    }))
    return { inventoryItems: { nodes } }
  }
  if (query.startsWith('query Level(')) {
    const sku = skuOf(String(variables['item']))
    const quantity = shop.available[sku]
    const updatedAt = new Date(shop.now - (shop.sinceMinutes[sku] ?? 0) * MINUTE).toISOString()
    const quantities = [{ name: 'available', quantity, updatedAt }]
    const level = quantity === undefined ? null : { quantities }
    return { inventoryItem: { inventoryLevel: level } }
  }
  const { quantities } = variables['input'] as { quantities: Setting[] }
  const userErrors = quantities.flatMap((each, index) => {
    const from = each.changeFromQuantity ?? each.compareQuantity
    const isStale = from !== shop.available[skuOf(each.inventoryItemId)]
    const field = ['input', 'quantities', `${index}`, 'changeFromQuantity']
    return isStale ? [{ code: 'CHANGE_FROM_QUANTITY_STALE', field, message: 'stale' }] : []
  })
  if (userErrors.length === 0) {
    for (const each of quantities) shop.available[skuOf(each.inventoryItemId)] = each.quantity
  }
  const group = { createdAt: new Date(shop.now).toISOString() }
  return { inventorySetQuantities: { inventoryAdjustmentGroup: group, userErrors } }
}

function openShop(available: Record<string, number>, options: { apiVersion?: string } = {}) {
  const shop: Shop = { available: { ...available }, sinceMinutes: {}, asked: [], now: NOW }
  const env: Env = {
    ...systemEnv(),
    now: () => shop.now,
    fetch: async (request) => {
      const body = (await request.json()) as Shop['asked'][number]
      shop.asked.push(body)
      const instead = shop.next
      delete shop.next
      if (instead) return instead()
      return Response.json({ data: answerOf(shop, body.variables, body.query) })
    },
  }
  const credentials = staticCredentials({ shop: { values: { accessToken: secret('t') } } })
  const connector = shopify
    .connect({ id: 'shop', shop: 'acme', ...options })
    .open({ env, credentials })
  return { shop, connector, push: (...intents: Intent[]) => connector.push(intents) }
}

function offer(
  sku: string,
  available: string,
  more: {
    taken?: string
    expected?: string
    said?: [quantity: string, minutesAgo: number]
    unit?: string
  } = {},
): Intent {
  const own = { system: 'shopify', account: 'acme' }
  const { taken = '0', said, unit = 'C62' } = more
  const at = new Date(NOW - (said?.[1] ?? 0) * MINUTE).toISOString()
  const body: StockPosition = {
    refs: [],
    variant: { system: 'stock', account: 'main', kind: 'Item', id: sku },
    sku,
    location: { ...own, kind: 'Location', id: '7' },
    at: new Date(NOW).toISOString(),
    unit,
    ...{ sellable: available, quarantine: '0', damaged: '0', onHand: available, reserved: '0' },
    ...{ safety: '0', available, incoming: [] },
    asserted: said ? [{ ...own, counts: 'available', quantity: said[0], at }] : [],
    taken: [{ ...own, quantity: taken }],
  }
  const source = { system: 'stock', account: 'main', kind: 'Position', id: `web/${sku}` }
  const about = { key: `shop|upsert|${sku}`, kind: 'upsert', entity: 'stockPosition' } as const
  const { expected } = more
  return { ...about, source, body, links: {}, ...(expected !== undefined && { expected }) }
}

const MUG = { id: 'gid://shopify/InventoryItem/900', sku: 'MUG' }
const kinds = (outcomes: readonly PushOutcome[]) =>
  outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.failure.kind : outcome.kind))
const told = (quantity: number, taken = '0') => `${quantity}/${taken}/${NOW - 60 * MINUTE}`
const calls = ({ asked }: Shop) => asked.map(({ query }) => query.split(/[ (]/)[1])

describe('what a shop is told it may sell', () => {
  it('is set from what is there the first time, and later from what it was told and has sold', async () => {
    const { shop, push } = openShop({ MUG: 3 })
    const [first] = await push(offer('MUG', '12', { taken: '5' }))
    expect(first).toEqual({
      kind: 'confirmed',
      ref: { system: 'shopify', account: 'acme', kind: 'AvailableQuantity', id: '900:7' },
      version: `12/5/${NOW}`,
    })
    // two more were sold there and heard of, and three came in
    shop.available['MUG'] = 10
    const [second] = await push(offer('MUG', '13', { taken: '7', expected: `12/5/${NOW}` }))
    expect(second).toMatchObject({ kind: 'confirmed', version: `13/7/${NOW}` })
    expect(shop.available).toEqual({ MUG: 13 })
    expect(calls(shop)).toEqual(['Items', 'Level', 'SetStock', 'SetStock'])
  })

  it.each([{}, { inventorySetQuantities: null }, { inventorySetQuantities: {} }])(
    'is not taken for set by an answer that does not say so: %j',
    async (data) => {
      const { shop, push } = openShop({ MUG: 10 })
      shop.next = () => Response.json({ data: { inventoryItems: { nodes: [MUG] } } })
      await push(offer('MUG', '10', { expected: told(10) }))
      shop.next = () => Response.json({ data })
      const outcomes = await push(offer('MUG', '13', { expected: told(10) }))
      expect(kinds(outcomes)).toEqual(['unknown'])
      expect(shop.available).toEqual({ MUG: 10 })
    },
  )

  it.each(['SHOP_INACTIVE', 'ACCESS_DENIED'])(
    'waits until the shop lets the app in again (%s), and is not refused for good',
    async (code) => {
      const { shop, push } = openShop({ MUG: 10 })
      shop.next = () => Response.json({ errors: [{ message: 'no', extensions: { code } }] })
      expect(kinds(await push(offer('MUG', '13')))).toEqual(['auth.revoked'])
    },
  )

  it('needs no call where the shop has come to that number by its own sales', async () => {
    const { shop, push } = openShop({ MUG: 10 })
    const outcomes = await push(offer('MUG', '10', { taken: '7', expected: told(12, '5') }))
    expect(kinds(outcomes)).toEqual(['no-op'])
    expect(calls(shop)).toEqual(['Items'])
  })

  it('is refused by a shop that has sold what is not heard of yet, and stops no other', async () => {
    const { shop, push } = openShop({ MUG: 11, POT: 4, PAN: 6 })
    const outcomes = await push(
      offer('POT', '9', { expected: told(4) }),
      offer('MUG', '20', { expected: told(12) }),
      offer('PAN', '9', { expected: told(6) }),
    )
    expect(kinds(outcomes)).toEqual(['confirmed', 'conflict.version', 'confirmed'])
    expect(outcomes[1]).toMatchObject({ failure: { retryAt: NOW + 10 * MINUTE } })
    expect(shop.available).toEqual({ MUG: 11, POT: 9, PAN: 9 })
  })

  it('waits until an edit in the shop cannot be an order that is on its way, then writes over it', async () => {
    const { shop, push } = openShop({ MUG: 30 })
    shop.sinceMinutes['MUG'] = 4
    const early = await push(offer('MUG', '12', { expected: told(12), said: ['30', 4] }))
    expect(early[0]).toMatchObject({
      failure: { kind: 'conflict.version', retryAt: NOW + 6 * MINUTE },
    })
    shop.sinceMinutes['MUG'] = 11
    const [late] = await push(offer('MUG', '12', { expected: told(12), said: ['30', 11] }))
    expect(late).toMatchObject({
      kind: 'confirmed',
      findings: [
        {
          code: 'changed-in-shop',
          message: expect.stringContaining('12 to 30 in the shop, known since 2026-11-28T09:49'),
        },
      ],
    })
    expect(shop.available).toEqual({ MUG: 12 })
  })

  describe('of an article that never rests', () => {
    /** One is sold each minute, and heard of two minutes later. */
    async function selling(editedBy: number, minutes: number) {
      const { shop, push } = openShop({ MUG: 100 + editedBy })
      const has = () => shop.available['MUG'] as number
      const found: PushOutcome[] = []
      const looks: number[] = []
      let expected = told(100)
      for (let minute = 1; minute <= minutes; minute += 1) {
        shop.now += MINUTE
        shop.available['MUG'] = has() - 1
        const taken = Math.max(0, minute - 2)
        const more = { taken: `${taken}`, expected, said: [`${has()}`, 0] as [string, number] }
        const [outcome] = await push(offer('MUG', `${100 - taken}`, more))
        if (outcome?.kind === 'confirmed') {
          found.push(outcome)
          expected = outcome.version as string
        }
        looks.push(has() - (100 - minute))
      }
      return { looks, found }
    }

    it('takes off what somebody added, once no order can be heard of any more that explains it', async () => {
      const { looks, found } = await selling(30, 40)
      expect(looks.slice(0, 10).every((more) => more === 30)).toBe(true)
      expect(found).toMatchObject([
        {
          findings: [
            {
              code: 'changed-in-shop',
              message: expect.stringMatching(
                /^MUG: somebody changed \d+ to \d+ in the shop, known since .*; it has \d+ again$/,
              ),
            },
          ],
        },
      ])
      // what is never seen without a sale on its way is taken for sold, and never given back
      expect(looks.at(-1)).toBeGreaterThanOrEqual(0)
      expect(looks.at(-1)).toBeLessThanOrEqual(2)
    })

    it.each([0, -30])('writes nothing where it was changed by %d: that may be sold', async (by) => {
      const { looks, found } = await selling(by, 40)
      expect(found).toEqual([])
      expect(new Set(looks)).toEqual(new Set([by]))
    })
  })

  it('does not take a sale of just now for an edit because the shop has said that number before', async () => {
    // two were sold and one came back, all heard of; the number of before the return is there again
    const { shop, push } = openShop({ MUG: 10 })
    const heard = offer('MUG', '11', { taken: '1', expected: told(12), said: ['10', 30] })
    expect((await push(heard))[0]).toMatchObject({
      failure: { kind: 'conflict.version', retryAt: NOW + 10 * MINUTE },
    })
    expect(shop.available).toEqual({ MUG: 10 })
  })

  it('minds what the shop has, and not what it said, where the two differ', async () => {
    const { shop, push } = openShop({ MUG: 12 })
    const outcomes = await push(offer('MUG', '15', { expected: told(12), said: ['30', 4] }))
    expect(kinds(outcomes)).toEqual(['confirmed'])
    expect(shop.available).toEqual({ MUG: 15 })
  })

  it('comes right at once after a sale was written over that nobody had heard of', async () => {
    // the shop had sold one when it was told 12 for the first time, and has 12 since then
    const { shop, push } = openShop({ MUG: 12 })
    shop.sinceMinutes['MUG'] = 60
    const heard = offer('MUG', '11', { taken: '1', expected: told(12), said: ['12', 60] })
    expect(await push(heard)).toEqual([
      expect.not.objectContaining({ findings: expect.anything() }),
    ])
    expect(shop.available).toEqual({ MUG: 11 })
  })

  it('comes right where it was known later that the shop had taken the number', async () => {
    const { shop, push } = openShop({ MUG: 12 })
    shop.sinceMinutes['MUG'] = 63
    const heard = offer('MUG', '11', { taken: '1', expected: told(12), said: ['12', 63] })
    expect(kinds(await push(heard))).toEqual(['confirmed'])
    expect(shop.available).toEqual({ MUG: 11 })
  })

  it('waits where the shop has come back to what it was told: that may be a return on its way', async () => {
    const { shop, push } = openShop({ MUG: 12 })
    shop.sinceMinutes['MUG'] = 3
    const heard = offer('MUG', '11', { taken: '1', expected: told(12), said: ['12', 60] })
    expect(kinds(await push(heard))).toEqual(['conflict.version'])
    expect(shop.available).toEqual({ MUG: 12 })
  })

  it('comes again soon where a sale was taken back before it was looked at', async () => {
    const { shop, push } = openShop({ MUG: 12 })
    shop.sinceMinutes['MUG'] = 60
    const field = ['input', 'quantities', '0', 'changeFromQuantity']
    const userErrors = [{ code: 'CHANGE_FROM_QUANTITY_STALE', field, message: 'stale' }]
    const intent = offer('MUG', '11', { expected: told(12) })
    await push(offer('MUG', '12', { expected: told(12), said: ['12', 5] }))
    shop.next = () => Response.json({ data: { inventorySetQuantities: { userErrors } } })
    expect((await push(intent))[0]).toMatchObject({
      failure: { kind: 'conflict.version', retryAt: NOW + MINUTE },
    })
    expect(calls(shop).slice(-2)).toEqual(['SetStock', 'Level'])
  })

  it('does not mind what the shop said before it was told', async () => {
    const { push } = openShop({ MUG: 12 })
    const old = offer('MUG', '15', { expected: told(12), said: ['30', 90] })
    expect(kinds(await push(old))).toEqual(['confirmed'])
  })

  it('is whole pieces, never below nothing', async () => {
    const { shop, push } = openShop({ MUG: 5, POT: 5 })
    await push(offer('MUG', '-3'), offer('POT', '2.75'))
    expect(shop.available).toEqual({ MUG: 0, POT: 2 })
  })

  const itemsPage = (ids: readonly string[], more: object = {}) =>
    Response.json({
      data: {
        inventoryItems: {
          nodes: ids.map((id) => ({ id: `gid://shopify/InventoryItem/${id}`, sku: 'MUG' })),
          ...more,
        },
      },
    })

  it('is refused where it is measured and not counted in pieces, once the shop has the item', async () => {
    const { shop, push } = openShop({ MUG: 5 })
    const weighed = (sku: string) => offer(sku, '2.5', { unit: 'KGM' })
    expect(await push(weighed('MUG'), weighed('POT'))).toMatchObject([
      {
        kind: 'failed',
        failure: {
          kind: 'business.rejected',
          owner: 'merchandising',
          message: expect.stringContaining('MUG is counted in KGM, and Shopify sells pieces'),
        },
      },
      { kind: 'failed', failure: { kind: 'dependency.missing' } },
    ])
    expect(shop.available).toEqual({ MUG: 5 })
    const dozens = await push(offer('MUG', '1', { unit: 'DZN' }))
    expect(dozens).toMatchObject([{ kind: 'failed', failure: { kind: 'business.rejected' } }])
  })

  it('is found behind the first page of a search, which finds more than what is the same', async () => {
    const { shop, push } = openShop({ MUG: 5 })
    shop.next = () => {
      shop.next = () => itemsPage(['900'])
      return itemsPage([], { pageInfo: { hasNextPage: true, endCursor: 'c1' } })
    }
    expect(await push(offer('MUG', '3'))).toMatchObject([{ kind: 'confirmed' }])
    expect(shop.asked[1]?.variables).toMatchObject({ after: 'c1' })
    expect(shop.available).toEqual({ MUG: 3 })
  })

  it('gives up on a search whose pages go round in circles', async () => {
    const { shop, push } = openShop({ MUG: 5 })
    const again = () => {
      shop.next = again
      return itemsPage([], { pageInfo: { hasNextPage: true, endCursor: 'c1' } })
    }
    shop.next = again
    expect(await push(offer('MUG', '3'))).toMatchObject([
      { failure: { kind: 'transient.definite', message: expect.stringContaining('circles') } },
    ])
  })

  it('goes to the older of two items with one SKU, and says that the other is told nothing', async () => {
    const { shop, push, connector } = openShop({ MUG: 5 })
    shop.next = () => itemsPage(['1001', '900'])
    const findings = [
      {
        code: 'sku-of-several',
        message: expect.stringContaining('900 is told its stock, and 1001 nothing'),
      },
    ]
    expect(await push(offer('MUG', '3'))).toMatchObject([{ kind: 'confirmed', findings }])
    shop.next = () => itemsPage(['1001', '900'])
    expect(await connector.verify([offer('MUG', '3')])).toMatchObject([
      { kind: 'applied', findings: [{ code: 'sku-of-several' }] },
    ])
    expect(shop.available).toEqual({ MUG: 3 })
  })

  it('waits for an item or a level that the shop does not have', async () => {
    const { push } = openShop({ MUG: 5 })
    expect(kinds(await push(offer('POT', '1')))).toEqual(['dependency.missing'])
    const bare = openShop({ MUG: 5 })
    bare.shop.available['MUG'] = undefined as unknown as number
    expect(kinds(await bare.push(offer('MUG', '1')))).toEqual(['dependency.missing'])
  })

  it('is no intent of another kind, nor of a place of somebody else', async () => {
    const { push, shop } = openShop({ MUG: 5 })
    const elsewhere = offer('MUG', '1')
    const location = { system: 'square', account: 'M', kind: 'Location', id: 'L' }
    const body = { ...(elsewhere.body as object), location }
    const wrong = [
      { ...elsewhere, body },
      { ...elsewhere, body: { what: 'is this' } },
      { ...elsewhere, entity: 'order' as const },
      { ...elsewhere, kind: 'cancel' as const },
      offer('MUG', '2000000000'),
    ]
    expect(new Set(kinds(await push(...wrong)))).toEqual(new Set(['contract.invalid']))
    expect(shop.available).toEqual({ MUG: 5 })
  })

  it('is throttled by cost, and unknown where the answer is lost', async () => {
    const { shop, push, connector } = openShop({ MUG: 5 })
    await push(offer('MUG', '6'))
    const again = offer('MUG', '7', { expected: `6/0/${NOW}` })
    const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }]
    const throttleStatus = { currentlyAvailable: 10, restoreRate: 50 }
    const cost = { requestedQueryCost: 110, throttleStatus }
    shop.next = () => Response.json({ errors, extensions: { cost } })
    expect((await push(again))[0]).toMatchObject({
      failure: { kind: 'throttled', retryAt: NOW + 2_000 },
    })
    shop.next = () => {
      shop.available['MUG'] = 7
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
    }
    expect(kinds(await push(again))).toEqual(['unknown'])
    expect(await connector.verify([again])).toMatchObject([
      { kind: 'applied', version: `7/0/${NOW}` },
    ])
    shop.available['MUG'] = 4
    expect(await connector.verify([again])).toEqual([{ kind: 'not-applied' }])
  })

  it('takes another key where one is spent', async () => {
    const { shop, push } = openShop({ MUG: 5 })
    await push(offer('MUG', '6'))
    const userErrors = [{ code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', field: null, message: '' }]
    shop.next = () => Response.json({ data: { inventorySetQuantities: { userErrors } } })
    expect(kinds(await push(offer('MUG', '7', { expected: `6/0/${NOW}` })))).toEqual(['confirmed'])
    const keys = shop.asked.slice(-2).map(({ variables }) => variables['key'])
    expect(new Set(keys).size).toBe(2)
  })

  it('is compared and keyed as each version of the API calls it', async () => {
    for (const [apiVersion, compare, isKeyed] of [
      ['2025-10', 'compareQuantity', false],
      ['2026-01', 'compareQuantity', true],
      ['2026-07', 'changeFromQuantity', true],
    ] as const) {
      const { shop, push } = openShop({ MUG: 5 }, { apiVersion })
      await push(offer('MUG', '6'))
      const { query, variables } = shop.asked.at(-1) ?? { query: '', variables: {} }
      const { quantities } = variables['input'] as { quantities: object[] }
      expect(quantities).toMatchObject([{ [compare]: 5 }])
      expect(query.includes('@idempotent')).toBe(isKeyed)
    }
  })
})
