import type { Connector, Failure } from '@canonry/pack'
import { err, ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { orderRef, pageOf, shopBooks, shopOrder } from './world/shop.js'
import { createWorld, isIdle } from './world/world.js'

const MINUTE = 60_000
const ADDRESS = 'https://hooks.example/shop'

type Subscribe = NonNullable<Connector['subscribe']>

/** A world whose shop has its subscriptions looked after, and all that was asked of it, in order. */
function subscribedWorld(subscribe: Subscribe) {
  const calls: string[] = []
  const books = shopBooks()
  books.subscribe = async (address) => {
    calls.push(`subscribe ${address}`)
    return subscribe(address)
  }
  books.pull = async () => {
    calls.push('pull')
    return pageOf([shopOrder('1', 1)])
  }
  const reconcile = { shop: { webhooks: ADDRESS } }
  return { ...createWorld({ shopBooks: books, reconcile }), calls }
}

async function runFor({ sync, env }: ReturnType<typeof subscribedWorld>, minutes: number) {
  await using _ = await sync.start()
  await env.advance(minutes * MINUTE)
  await env.until(() => isIdle(sync))
}

/** Answers these, one after the other, and then that nothing was missing. */
function answers(...given: Awaited<ReturnType<Subscribe>>[]): Subscribe {
  return async () => given.shift() ?? ok([])
}

describe('subscriptions', () => {
  it('are made at once, and what was missed before is pulled afterwards', async () => {
    const world = subscribedWorld(answers(ok(['orders/updated', 'orders/delete'])))
    await runFor(world, 1)
    expect(world.calls).toEqual([`subscribe ${ADDRESS}`, 'pull'])
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
    expect((await world.sync.counters())['reconcile.subscribed']).toBe(2)
    // it could not have told before it was asked to
    expect(await world.sync.findings()).toEqual([])
  })

  it('are looked at before every pull; one that had gone is a finding until the next look', async () => {
    const world = subscribedWorld(answers(ok([]), ok(['orders/updated'])))
    await runFor(world, 16)
    expect(world.calls.filter((call) => call !== 'pull')).toHaveLength(2)
    const missing = {
      code: 'webhooks-missing',
      connection: 'shop',
      message: 'it had stopped telling of orders/updated, and was made to tell of it again',
    }
    expect(await world.sync.findings()).toContainEqual(expect.objectContaining(missing))
    await runFor(world, 16)
    const codes = (await world.sync.findings()).map(({ code }) => code)
    expect(codes).not.toContain('webhooks-missing')
  })

  it('are tried again when the system does not answer, before anything is pulled', async () => {
    const down: Failure = { kind: 'transient.definite', message: 'down' }
    const world = subscribedWorld(answers(err(down), err(down), ok(['orders/updated'])))
    await runFor(world, 5)
    expect(world.calls.map((call) => call.split(' ')[0])).toEqual([
      'subscribe',
      'subscribe',
      'subscribe',
      'pull',
    ])
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it.each<[string, Subscribe]>([
    [
      'refuses them',
      async () => err({ kind: 'auth.revoked', message: 'no scope', owner: 'connection-admin' }),
    ],
    ['answers nonsense', async () => 'yes' as never],
    ['throws', async () => Promise.reject(new Error('a bug'))],
  ])('hold up no pull when the connector %s, and people are told', async (_, subscribe) => {
    let healthy = false
    const world = subscribedWorld(async (address) => (healthy ? ok([]) : subscribe(address)))
    await runFor(world, 12)
    expect(await world.sync.exceptions({ state: 'open' })).not.toEqual([])
    healthy = true
    await runFor(world, 30)
    expect(world.calls).toContain('pull')
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it.each([
    ['not a URL', 'hooks.example'],
    ['another protocol', 'ftp://hooks.example'],
  ])('are refused an address that is %s', async (_, webhooks) => {
    const books = shopBooks()
    books.subscribe = answers()
    books.pull = async () => pageOf([])
    const { sync } = createWorld({ shopBooks: books, reconcile: { shop: { webhooks } } })
    await expect(sync.start()).rejects.toThrow('no URL')
  })

  it('are refused for a connector that does not manage them', async () => {
    const books = shopBooks()
    books.pull = async () => pageOf([])
    const reconcile = { shop: { webhooks: ADDRESS } }
    const { sync } = createWorld({ shopBooks: books, reconcile })
    await expect(sync.start()).rejects.toThrow('"shop" manages no subscriptions')
  })
})
