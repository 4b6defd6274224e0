import { retryAtOf } from '@canonry/pack'
import { describe, expect, it } from 'vitest'

const NOW = Date.parse('2026-11-24T10:00:00Z')

describe('the moment that Retry-After names', () => {
  it.each([
    ['7', 7_000],
    ['2.0', 2_000],
    ['1.001', 1_001],
    [' 0 ', 0],
    ['Tue, 24 Nov 2026 10:02:00 GMT', 120_000],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['Tue, 24 Nov 2099 10:02:00 GMT', 86_400_000],
  ])('is known from "%s"', (header, ms) => {
    expect(retryAtOf(header, NOW)).toBe(NOW + ms)
  })

  it.each([null, undefined, '', 'soon', '-5', '2.0.1', 'Infinity', '1e999', '9'.repeat(400)])(
    'is not known from %s',
    (header) => {
      expect(retryAtOf(header, NOW)).toBeUndefined()
    },
  )
})
