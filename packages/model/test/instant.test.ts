import {
  compareInstants,
  Instant,
  instantMs,
  instantOf,
  inZone,
  parseInstant,
} from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const failure = (text: string) => parseInstant(text)._unsafeUnwrapErr()

describe('parseInstant', () => {
  it.each([
    '2026-11-24T10:15',
    '2026-11-24T10:15:00',
    '2026-11-24T10:15:00.5',
    '2026-11-24T10:15:00.123456',
  ])('says of %s that its offset is missing, at its end', (text) => {
    expect(failure(text)).toMatchObject({ kind: 'not-an-instant', position: text.length })
    expect(failure(text).message).toBe('this time has no offset, so it is not known when it was')
    expect(parseInstant(`${text}${text.length === 16 ? ':00' : ''}Z`).isOk()).toBe(true)
  })

  it.each([
    ['x2026-11-24T10:15:00', 0],
    ['on 2026-11-24T10:15:00', 0],
    ['2026-11-24T10:15:00 ', 19],
    ['26-11-24T10:15:00', 2],
    ['2026-11-24', 10],
    ['2026/11/24T10:15:00Z', 4],
    ['2026-11-24 10:15:00Z', 10],
    ['2026-11-24T10.15', 13],
    ['2026-02-30T10:15:00Z', 19],
    ['yesterday', 0],
  ])('says of %j where it stops being a time: at %i', (text, position) => {
    expect(failure(text)).toMatchObject({ kind: 'not-an-instant', position })
    expect(failure(text).message).toBe('an instant is an RFC 3339 date, time and offset that exist')
  })
})

describe('compareInstants', () => {
  const ascending = [
    '2026-11-24T10:14:59.9999Z',
    '2026-11-24T11:15:00+01:00',
    '2026-11-24T10:15:00.0001Z',
    '2026-11-24T10:15:00.00011Z',
    '2026-11-24T10:15:00.001Z',
    '2026-11-24T10:15:00.5Z',
    '2026-11-24T10:15:00.50001Z',
    '2026-11-24T10:15:01-00:00',
    '2026-11-24T10:15:02Z',
  ]

  it('orders moments to the last digit, whatever their offsets', () => {
    for (const [i, a] of ascending.entries()) {
      for (const [j, b] of ascending.entries()) {
        expect(compareInstants(a, b)).toBe(Math.sign(i - j))
      }
    }
  })

  it('finds equal what says the same moment in other digits', () => {
    expect(compareInstants('2026-11-24T10:15:00.1234Z', '2026-11-24T10:15:00.12340Z')).toBe(0)
    expect(compareInstants('2026-11-24T10:15:00Z', '2026-11-24T10:15:00.0000Z')).toBe(0)
    expect(compareInstants('2026-11-24T10:15:00Z', '2026-11-24T05:15:00-05:00')).toBe(0)
  })
})

describe('an instant of milliseconds', () => {
  it('is a valid instant that comes back as the same milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        expect(Instant.safeParse(instantOf(ms)).success).toBe(true)
        expect(instantMs(instantOf(ms))).toBe(ms)
      }),
    )
  })
})

describe('inZone', () => {
  it.each([
    ['UTC', '2026-11-24T10:15:00+00:00'],
    ['Europe/Berlin', '2026-11-24T11:15:00+01:00'],
    ['America/St_Johns', '2026-11-24T06:45:00-03:30'],
    ['Asia/Kathmandu', '2026-11-24T16:00:00+05:45'],
  ])('writes a moment with the offset of %s', (zone, expected) => {
    expect(inZone('2026-11-24T10:15:00Z', zone)._unsafeUnwrap()).toBe(expected)
  })

  it('keeps milliseconds where there are some', () => {
    const local = inZone('2026-11-24T10:15:00.1239Z', 'UTC')
    expect(local._unsafeUnwrap()).toBe('2026-11-24T10:15:00.123+00:00')
  })

  it('says what is wrong, of a moment that it cannot write as of one that it cannot read', () => {
    const beyond = inZone('9999-12-31T23:59:59Z', 'Asia/Tokyo')._unsafeUnwrapErr()
    expect(beyond).toMatchObject({ kind: 'not-an-instant', position: 0 })
    expect(beyond.message).not.toBe('')
    expect(inZone('soon', 'UTC')._unsafeUnwrapErr()).toMatchObject({ kind: 'not-an-instant' })
  })
})
