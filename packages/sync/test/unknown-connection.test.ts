import { staticCredentials } from '@canonry/pack'
import { createSync, memoryStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { erp, erpBooks } from './world/erp.js'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle, workOff } from './world/world.js'

describe('a fact of a connection that a worker does not know', () => {
  it('is set aside with what to do, and goes on once a worker that knows it is asked to', async () => {
    const env = testEnv()
    const store = memoryStore()
    const whole = createWorld({ env, store })
    await whole.sync.receive('shop', webhook(shopOrder('1')))
    const part = createSync({
      tenant: 'acme',
      store,
      credentials: staticCredentials({ erp: {} }),
      connections: [erp(erpBooks())],
      flows: [],
      env,
    })
    const worker = await part.start()
    await env.until(() => isIdle(part))
    await worker.stop()
    expect(await part.exceptions()).toMatchObject([
      {
        reason: 'unknown-connection',
        message: expect.stringContaining('this worker has no connection "shop"'),
        suggestedFix:
          'Give the connection to every worker of this tenant, and resume this; or give another service another tenant.',
      },
    ])
    const by = { actor: 'op', why: 'all workers have it now' }
    const filter = { reason: 'unknown-connection' }
    expect(await whole.sync.resume(filter, by)).toMatchObject([{ kind: 'done' }])
    await workOff(whole)
    expect(whole.erpBooks.ledger).toHaveLength(1)
  })
})
