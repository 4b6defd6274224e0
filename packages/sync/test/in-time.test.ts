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
    expect(env.elapsed()).toBeGreaterThanOrEqual(120_000)
    expect(env.elapsed()).toBeLessThan(120_100)
  })

  it('is given up then and not twice as late where a timer is a little early', async () => {
    let elapsed = 0
    const env = {
      ...fastEnv(),
      elapsed: () => elapsed,
      sleep: async (ms: number) => {
        await Promise.resolve()
        elapsed += ms - 0.5
      },
    }
    await expect(inTime(env, () => new Promise<never>(() => undefined))).rejects.toThrow('120 s')
    expect(elapsed).toBeLessThan(120_200)
  })

  it('that is answered is waited for no longer', async () => {
    const env = fastEnv()
    expect(await inTime(env, async () => 'here')).toBe('here')
    await new Promise((resolve) => setImmediate(resolve))
    expect(env.elapsed()).toBeLessThan(120_000)
  })
})
