import { systemEnv } from '@canonry/pack'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

describe('the environment of the machine', () => {
  it('makes ids of version 7 (RFC 9562) that tell their moment, and none twice', () => {
    const env = systemEnv()
    const before = env.now()
    const ids = Array.from({ length: 1_000 }, () => env.uuid())
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      const moment = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
      expect(moment).toBeGreaterThanOrEqual(before)
      expect(moment).toBeLessThanOrEqual(env.now())
    }
  })

  it('lets others go first when it sleeps for no time', async () => {
    const order: string[] = []
    const first = systemEnv()
      .sleep(0)
      .then(() => order.push('slept'))
    setImmediate(() => order.push('other'))
    await first
    await new Promise((resolve) => setImmediate(resolve))
    expect(new Set(order)).toEqual(new Set(['slept', 'other']))
  })

  describe('on a fast clock', () => {
    const clock = { origin: 0, speed: 100 }
    beforeEach(() => void vi.useFakeTimers({ now: 0 }))
    afterEach(() => void vi.useRealTimers())

    it('tells how long work takes by the time of the machine', () => {
      const env = systemEnv(clock)
      const [now, elapsed] = [env.now(), env.elapsed()]
      vi.advanceTimersByTime(30)
      expect([env.now() - now, env.elapsed() - elapsed]).toEqual([3_000, 30])
    })

    it.each([
      [60_000, 600],
      [250, 50],
      [10, 10],
    ])(
      'shortens a wait of %i ms to %i ms, none that was longer to less than 50',
      async (ms, real) => {
        let isOver = false
        const slept = systemEnv(clock)
          .sleep(ms)
          .then(() => {
            isOver = true
          })
        await vi.advanceTimersByTimeAsync(real - 1)
        expect(isOver).toBe(false)
        await vi.advanceTimersByTimeAsync(1)
        await slept
        expect(isOver).toBe(true)
      },
    )
  })
})
