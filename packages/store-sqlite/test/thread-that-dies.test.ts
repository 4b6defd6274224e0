import { EventEmitter } from 'node:events'
import { sqlite } from '@canonry/store-sqlite'
import { describe, expect, it, vi } from 'vitest'

const started = vi.hoisted(() => [] as Thread[])

vi.mock(import('node:worker_threads'), async (load) => ({
  ...(await load()),
  Worker: class extends EventEmitter {
    readonly postMessage = vi.fn()
    readonly ref = vi.fn()
    readonly unref = vi.fn()
    constructor() {
      super()
      started.push(this)
    }
  } as never,
}))

interface Thread extends EventEmitter {
  readonly postMessage: ReturnType<typeof vi.fn>
}

describe('a thread of a file that dies', () => {
  it('is an ordinary failure of all that it was asked, and started again', async () => {
    const tenant = sqlite('retail.db').open('acme')
    const asked = [1, 2].map((limit) => tenant.read({ limit, bytes: 1 }))
    started[0]?.emit('error', new Error('out of memory'))
    started[0]?.emit('exit', 1)
    for (const answer of await Promise.all(asked)) {
      expect(answer.isErr() && answer.error).toMatchObject({
        kind: 'unavailable',
        message: expect.stringContaining('out of memory'),
      })
    }
    const next = tenant.read({ limit: 3, bytes: 1 })
    expect(started).toHaveLength(2)
    started[1]?.emit('message', { id: 1, outcome: { answer: { json: '[]' } } })
    expect((await next).isOk()).toBe(true)
  })

  it('says what to do where a bundler left its file behind', async () => {
    const asked = sqlite('retail.db').open('acme').read({ limit: 1, bytes: 1 })
    const missing = new Error("Cannot find module '/srv/app/thread.js'")
    started.at(-1)?.emit('error', Object.assign(missing, { code: 'MODULE_NOT_FOUND' }))
    const answer = await asked
    expect(answer.isErr() && answer.error).toMatchObject({
      kind: 'unavailable',
      message:
        'the code of the thread that reads and writes the file is not there: leave @canonry/store-sqlite out of the bundle, or make its dist/thread.js an entry of its own (see its README)',
    })
  })

  it('has nothing to close', async () => {
    const store = sqlite('retail.db')
    const asked = store.open('acme').read({ limit: 1, bytes: 1 })
    started.at(-1)?.emit('exit', 1)
    expect((await asked).isErr()).toBe(true)
    expect((await store.close()).isOk()).toBe(true)
  })
})
