import { simulate } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { provable } from './provable.js'

describe('a retail world in which bodies expire', { timeout: 480_000 }, () => {
  it('keeps every promise while deliveries are lost, and people pause, approve and replay', async () => {
    expect((await simulate({ ...provable('expiring'), seeds: [1, 400] })).seeds).toBe(400)
  })

  it('keeps them while files come and people are erased', async () => {
    expect((await simulate({ ...provable('fading'), seeds: [1, 250] })).seeds).toBe(250)
  })
})
