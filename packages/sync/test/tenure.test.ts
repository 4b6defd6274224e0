import type { Env } from '@canonry/pack'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { createTenure } from '../src/worker/tenure.js'

const REQUEST = new Request('https://erp.example/')

function counted() {
  let sent = 0
  const env = testEnv({
    fetch: async () => {
      sent++
      return new Response()
    },
  })
  return { env, sent: () => sent, tenure: createTenure(env, 20_000) }
}

/** An environment whose parts lie on its class, and need their object. */
class OwnEnv implements Env {
  readonly #inner = testEnv()
  now = () => this.#inner.now()
  elapsed() {
    return this.#inner.elapsed()
  }
  sleep(ms: number) {
    return this.#inner.sleep(ms)
  }
  random() {
    return this.#inner.random()
  }
  uuid() {
    return this.#inner.uuid()
  }
  async fetch() {
    return new Response(String(this.#inner.elapsed()))
  }
}

describe('the tenure of a worker', () => {
  it('leaves everything but the network as it is, in whatever form it was given', async () => {
    const [given, same] = [new OwnEnv(), new OwnEnv()]
    const { env, extend } = createTenure(given, 20_000)
    extend(given.now())
    await env.sleep(0)
    const told = [env.now(), env.elapsed(), env.random(), env.uuid()]
    expect(told).toEqual([same.now(), same.elapsed(), same.random(), same.uuid()])
    expect(await (await env.fetch(REQUEST)).text()).toBe(String(same.elapsed()))
  })

  it('sends for three quarters of the time for which it may be silent', async () => {
    const { env, sent, tenure } = counted()
    tenure.extend(env.now())
    await env.advance(14_999)
    await tenure.env.fetch(REQUEST)
    await env.advance(1)
    const waiting = tenure.env.fetch(REQUEST)
    await env.settle()
    expect(sent()).toBe(1)
    tenure.extend(env.now())
    await waiting
    expect(sent()).toBe(2)
  })

  it('counts from when a sign was given, not from when it was taken', async () => {
    const { env, sent, tenure } = counted()
    const given = env.now()
    await env.advance(15_000)
    tenure.extend(given)
    const waiting = tenure.env.fetch(REQUEST)
    await env.settle()
    expect(sent()).toBe(0)
    tenure.end()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('sends nothing once it is over, however soon after a sign of life', async () => {
    const { env, sent, tenure } = counted()
    tenure.extend(env.now())
    tenure.end()
    await expect(tenure.env.fetch(REQUEST)).rejects.toMatchObject({ name: 'AbortError' })
    tenure.extend(env.now())
    await expect(tenure.env.fetch(REQUEST)).rejects.toMatchObject({ name: 'AbortError' })
    expect(sent()).toBe(0)
  })
})
