import { compareVersions } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const number = fc.oneof(
  fc.nat(20).map(String),
  fc.nat(20).map((value) => `00${value}`),
  fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
)
const instant = fc
  .record({
    minute: fc.integer({ min: 10, max: 12 }),
    fraction: fc.constantFrom('', '.1', '.10', '.1000001', '.0009'),
    offset: fc.constantFrom('Z', '+00:00', '+01:00', '-01:00'),
    hour: fc.integer({ min: 10, max: 11 }),
  })
  .map(
    ({ hour, minute, fraction, offset }) => `2026-03-29T${hour}:${minute}:00${fraction}${offset}`,
  )
const composite = fc.tuple(instant, number).map((parts) => parts.join('/'))
const kinds = { number, instant, composite }
const OPPOSITE = { newer: 'older', older: 'newer', same: 'same', incomparable: 'incomparable' }

describe('versions', () => {
  it.each([
    ['10', '9', 'newer'],
    ['007', '7', 'same'],
    ['820982911946154508', '820982911946154507', 'newer'],
    ['2026-01-01T10:00:00+01:00', '2026-01-01T09:00:00Z', 'same'],
    ['2026-01-01T09:00:00.0000002Z', '2026-01-01T09:00:00.0000001Z', 'newer'],
    ['2026-01-01T09:00:00.10Z', '2026-01-01T09:00:00.1Z', 'same'],
    ['2026-01-01T09:00:00Z/2', '2026-01-01T09:00:00Z/1', 'newer'],
    ['2026-01-01T09:00:00Z/1', '2026-01-01T09:00:01Z/0', 'older'],
    ['5/abc', '6/abc', 'older'],
    ['5/abc', '6/abd', 'incomparable'],
    ['W/"abc"', 'W/"abc"', 'same'],
    ['W/"abc"', 'W/"abd"', 'incomparable'],
    ['5', '2026-01-01T09:00:00Z', 'incomparable'],
    ['5', '5/1', 'incomparable'],
    ['version 1', 'version 2', 'incomparable'],
    ['2026-01-01', '2026-01-02', 'incomparable'],
    ['2026-02-31T25:00:00Z', '2026-01-01T09:00:00Z', 'incomparable'],
    ['', '', 'same'],
    ['', '1', 'incomparable'],
  ])('%s is, against %s, %s', (candidate, current, order) => {
    expect(compareVersions(candidate, current)).toBe(order)
  })

  it.each(Object.entries(kinds))('of one kind (%s) are totally ordered', (_, version) => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const order = compareVersions(a, b)
        expect(compareVersions(a, a)).toBe('same')
        expect(compareVersions(b, a)).toBe(OPPOSITE[order])
        expect(order).not.toBe('incomparable')
        if (order === compareVersions(b, c)) expect(compareVersions(a, c)).toBe(order)
        if (order === 'same') expect(compareVersions(a, c)).toBe(compareVersions(b, c))
      }),
      { numRuns: 5000 },
    )
  })

  it('of two kinds never compare, and no text throws', () => {
    fc.assert(
      fc.property(number, instant, fc.string(), fc.string(), (a, b, c, d) => {
        expect(compareVersions(a, b)).toBe('incomparable')
        expect(compareVersions(c, d)).toBe(OPPOSITE[compareVersions(d, c)])
      }),
      { numRuns: 1000 },
    )
  })
})
