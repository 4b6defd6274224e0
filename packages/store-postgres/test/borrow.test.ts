import { EventEmitter } from 'node:events'
import { type ClientLike, type PoolLike, postgres } from '@canonry/store-postgres'
import { describe, expect, it, vi } from 'vitest'
import { createEar } from '../src/ear.js'

const ENDED = new Error('Connection terminated unexpectedly')

/** A connection that breaks at the first statement, and tells it as node-postgres does: twice. */
class BrokenClient extends EventEmitter implements ClientLike {
  releases = 0
  query(): Promise<never> {
    // throws where nobody listens, as it does outside of any call in a real connection
    this.emit('error', ENDED)
    return Promise.reject(ENDED)
  }
  release(): void {
    this.releases += 1
  }
}

function brokenPool(): { readonly pool: PoolLike; readonly clients: readonly BrokenClient[] } {
  const clients: BrokenClient[] = []
  const connect = async () => {
    const client = new BrokenClient()
    // what the pool itself listens to, it does not hear of one that is taken
    expect(client.listenerCount('error')).toBe(0)
    clients.push(client)
    return client
  }
  return { pool: { connect, end: async () => undefined }, clients }
}

describe('a connection that breaks while it is in use', () => {
  it('is a failure of what was asked, ends no process, and is given back once', async () => {
    const { pool, clients } = brokenPool()
    const store = postgres(pool)
    const tenant = store.open('acme', { heard: () => undefined })
    const claim = { kind: 'claim', now: 0, worker: 'worker-1' } as const
    const claimed = await tenant.maintain(claim)
    expect(claimed._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', cause: ENDED })
    expect((await store.close()).isOk()).toBe(true)
    expect(clients).toHaveLength(1)
    expect(clients.every((client) => client.listenerCount('error') > 0)).toBe(true)
    expect(clients.map(({ releases }) => releases)).toEqual([1])
  })

  it('ends no process, and is given back once, where it was to hear of others', async () => {
    const { pool, clients } = brokenPool()
    const ear = createEar(pool, 'canonry')
    ear.listen({ tenant: 'acme', name: 'one' }, () => undefined)
    await vi.waitUntil(() => clients[0]?.releases === 1)
    ear.close()
    expect(clients.map(({ releases }) => releases)).toEqual([1])
  })
})
