import { testEnv } from '@canonry/sync/testing'
import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import type { Dispatching } from '../src/effects/calling/dispatching.js'
import { withdraw } from '../src/effects/calling/withdraw.js'
import type { EffectState } from '../src/effects/effect.js'
import { effectOf } from '../src/testing/conformance/bench.js'

/** What ends of an upsert that was tried, with a cancellation behind it. */
async function endedWith(state: EffectState): Promise<readonly string[]> {
  const upsert = effectOf('a', { id: 'one', state: 'leased', attempts: 1 })
  const cancellation = effectOf('b', { id: 'one', kind: 'cancel', state })
  const store = { query: () => okAsync([upsert, cancellation]) }
  const signal = new AbortController().signal
  const dispatching = { env: testEnv(), store, signal } as unknown as Dispatching
  const ended = await withdraw(dispatching, { effects: [upsert], links: {} })
  return ended.map(({ row }) => row.key)
}

describe('what is about to be tried again', () => {
  it('ends where it is taken back, together with what takes it back', async () => {
    expect(await endedWith('planned')).toEqual(['b', 'a'])
  })

  it('goes on while what would take it back waits for approval', async () => {
    expect(await endedWith('proposed')).toEqual([])
  })
})
