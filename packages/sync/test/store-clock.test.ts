import { memoryStore, type TenantStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { storeClock } from '../src/worker/store-clock.js'

const HOUR_MS = 3_600_000

function telling(query: () => unknown): TenantStore {
  return { ...memoryStore().open('acme'), query: query as TenantStore['query'] }
}

describe('the clock of a store', () => {
  it('is what a machine goes by whose own clock is an hour off', async () => {
    const env = testEnv()
    const { env: told, set } = storeClock(
      env,
      telling(() => okAsync(env.now() + HOUR_MS)),
    )
    expect(told.now()).toBe(env.now())
    await set()
    expect(told.now()).toBe(env.now() + HOUR_MS)
  })

  it('moves nothing for what the way to the store and back takes', async () => {
    const env = testEnv()
    const { env: told, set } = storeClock(
      env,
      telling(() => okAsync(env.now() + 400)),
    )
    await set()
    expect(told.now()).toBe(env.now())
  })

  it('is not moved by an answer that came after the process had stood still', async () => {
    const env = testEnv()
    const { env: told, set } = storeClock(
      env,
      telling(() => {
        const answer = env.now()
        return ResultAsync.fromSafePromise(env.sleep(23_000).then(() => answer))
      }),
    )
    const done = set()
    await env.advance(23_000)
    await done
    expect(told.now()).toBe(env.now())
  })

  it('stays as it was while the store does not answer, or has none', async () => {
    const env = testEnv()
    let answer: unknown = okAsync(env.now() - HOUR_MS)
    const { env: told, set } = storeClock(
      env,
      telling(() => answer),
    )
    await set()
    answer = errAsync({ kind: 'unavailable', message: 'away' })
    await set()
    answer = okAsync(undefined)
    await set()
    expect(told.now()).toBe(env.now() - HOUR_MS)
  })
})
