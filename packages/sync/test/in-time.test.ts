import { describe, expect, it } from 'vitest'
import { inTime } from '../src/effects/calling/in-time.js'

/** A clock a hundred times as fast as the machine's: a wait of two minutes is over after 1.2 s. */
function fastEnv() {
  let elapsed = 0
  return {
    now: () => elapsed * 100,
    elapsed: () => elapsed,
    sleep: async (ms: number) => {
      await Promise.resolve()
      elapsed += ms / 100
    },
    random: () => 0,
    uuid: () => '',
    fetch: () => Promise.reject(new Error('no network')),
  }
}

describe('a call', () => {
  it('is given up two minutes of the machine’s time after it began, however fast the clock', async () => {
    const env = fastEnv()
    const unanswered = inTime(env, () => new Promise<never>(() => undefined))
    await expect(unanswered).rejects.toThrow('did not answer for 120 seconds')
    expect(env.elapsed()).toBeCloseTo(120_000)
  })

  it('that is answered is waited for no longer', async () => {
    const env = fastEnv()
    expect(await inTime(env, async () => 'here')).toBe('here')
    await new Promise((resolve) => setImmediate(resolve))
    expect(env.elapsed()).toBeLessThan(120_000)
  })
})
