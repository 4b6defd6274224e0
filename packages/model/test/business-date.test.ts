import {
  addDays,
  businessDate,
  businessDay,
  compareInstants,
  daysBetween,
  Instant,
  instantMs,
  instantOf,
  inZone,
  LocalDate,
  parseInstant,
  parseZone,
  Zone,
} from '@canonry/model'
import {
  arbitraryCutOver,
  arbitraryInstant,
  arbitraryMoment,
  arbitraryZone,
} from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const berlin = { zone: 'Europe/Berlin', cutOver: '04:00' }
const dateOf = (instant: string, clock: Parameters<typeof businessDate>[1]) =>
  businessDate(instant, clock)._unsafeUnwrap()
const hours = (date: string, clock: Parameters<typeof businessDate>[1]) => {
  const { from, until } = businessDay(date, clock)._unsafeUnwrap()
  return (instantMs(until) - instantMs(from)) / 3_600_000
}

describe('businessDate', () => {
  it.each([
    ['2026-11-24T03:59:59+01:00', '2026-11-23'],
    ['2026-11-24T04:00:00+01:00', '2026-11-24'],
    ['2026-11-24T02:59:59Z', '2026-11-23'],
    ['2026-11-24T03:00:00Z', '2026-11-24'],
    ['2027-01-01T01:30:00+01:00', '2026-12-31'],
  ])('of %s in a store that closes its day at four is %s', (instant, expected) => {
    expect(dateOf(instant, berlin)).toBe(expected)
  })

  it('turns at midnight where no cut-over is said, in the store’s zone and not in UTC', () => {
    const moment = '2026-06-30T23:30:00Z'
    expect(dateOf(moment, { zone: 'UTC' })).toBe('2026-06-30')
    expect(dateOf(moment, { zone: 'Europe/Berlin' })).toBe('2026-07-01')
    expect(dateOf(moment, { zone: 'Pacific/Kiritimati' })).toBe('2026-07-01')
    expect(dateOf(moment, { zone: 'Pacific/Pago_Pago' })).toBe('2026-06-30')
  })

  it('has days of 23 and 25 hours when clocks change', () => {
    expect(hours('2026-03-28', berlin)).toBe(23)
    expect(hours('2026-10-24', berlin)).toBe(25)
    expect(hours('2026-03-29', { zone: 'Europe/Berlin' })).toBe(23)
    expect(hours('2026-10-25', { zone: 'Europe/Berlin' })).toBe(25)
    expect(hours('2026-06-15', berlin)).toBe(24)
    expect(hours('2026-04-05', { zone: 'Australia/Lord_Howe' })).toBe(24.5)
  })

  it('begins at the change where clocks are put forward over the cut-over', () => {
    const clock = { zone: 'Europe/Berlin', cutOver: '02:30' }
    expect(businessDay('2026-03-29', clock)._unsafeUnwrap().from).toBe('2026-03-29T03:00:00+02:00')
    expect(dateOf('2026-03-29T01:59:59+01:00', clock)).toBe('2026-03-28')
    expect(dateOf('2026-03-29T03:00:00+02:00', clock)).toBe('2026-03-29')
    const west = { zone: 'America/New_York', cutOver: '02:30' }
    expect(businessDay('2026-03-08', west)._unsafeUnwrap().from).toBe('2026-03-08T03:00:00-04:00')
  })

  it('does not go back where clocks are put back over the cut-over', () => {
    const clock = { zone: 'Europe/Berlin', cutOver: '02:30' }
    expect(dateOf('2026-10-25T02:29:59+02:00', clock)).toBe('2026-10-24')
    expect(dateOf('2026-10-25T02:30:00+02:00', clock)).toBe('2026-10-25')
    expect(dateOf('2026-10-25T02:15:00+01:00', clock)).toBe('2026-10-25')
  })

  it('does not go back where clocks are put back over midnight', () => {
    const clock = { zone: 'America/Havana', cutOver: '00:00' }
    expect(dateOf('2026-11-01T00:30:00-04:00', clock)).toBe('2026-11-01')
    expect(dateOf('2026-11-01T00:30:00-05:00', clock)).toBe('2026-11-01')
    const azores = { zone: 'Atlantic/Azores', cutOver: '00:00' }
    expect(dateOf('2026-10-25T00:30:00+00:00', azores)).toBe('2026-10-25')
    expect(dateOf('2026-10-25T00:30:00-01:00', azores)).toBe('2026-10-25')
  })

  it('gives every moment to exactly the one day that holds it', () => {
    fc.assert(
      fc.property(arbitraryMoment, arbitraryZone, arbitraryCutOver, (ms, zone, cutOver) => {
        const clock = { zone, cutOver }
        const date = dateOf(instantOf(ms), clock)
        const { from, until } = businessDay(date, clock)._unsafeUnwrap()
        expect(instantMs(from)).toBeLessThanOrEqual(ms)
        expect(instantMs(until)).toBeGreaterThan(ms)
        expect(businessDay(addDays(date, 1), clock)._unsafeUnwrap().from).toBe(until)
      }),
      { numRuns: 3000 },
    )
  })

  it('never goes back as time goes on, whatever the clocks do', () => {
    const step = fc.integer({ min: 0, max: 3 * 3_600_000 })
    fc.assert(
      fc.property(
        arbitraryMoment,
        step,
        arbitraryZone,
        arbitraryCutOver,
        (ms, later, zone, cutOver) => {
          const clock = { zone, cutOver }
          const first = dateOf(instantOf(ms), clock)
          const second = dateOf(instantOf(ms + later), clock)
          expect(daysBetween(first, second)).toBeGreaterThanOrEqual(0)
          expect(daysBetween(first, second)).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('begins every day when the store’s own clock first shows the cut-over or later', () => {
    fc.assert(
      fc.property(arbitraryMoment, arbitraryZone, arbitraryCutOver, (ms, zone, cutOver) => {
        const date = dateOf(instantOf(ms), { zone, cutOver })
        const { from } = businessDay(date, { zone, cutOver })._unsafeUnwrap()
        expect(from.slice(0, 16) >= `${date}T${cutOver}`).toBe(true)
        const justBefore = inZone(instantOf(instantMs(from) - 1), zone)._unsafeUnwrap()
        expect(justBefore.slice(0, 16) < `${date}T${cutOver}`).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('answers with the failure, its place and an example for a zone, time or cut-over that is none', () => {
    const failure = (instant: string, zone: string, cutOver?: string) =>
      businessDate(instant, {
        zone,
        ...(cutOver === undefined ? {} : { cutOver }),
      })._unsafeUnwrapErr()
    const moment = '2026-11-24T10:15:00Z'
    expect(failure(moment, 'Europe/Atlantis')).toMatchObject({ kind: 'unknown-zone' })
    expect(failure(moment, '+01:00')).toMatchObject({ kind: 'unknown-zone', position: 0 })
    expect(failure(moment, '__proto__')).toMatchObject({ kind: 'unknown-zone' })
    expect(failure(moment, 'UTC', '25:00')).toMatchObject({ kind: 'not-a-cut-over' })
    expect(failure('2026-11-24T10:15:00', 'UTC')).toMatchObject({
      kind: 'not-an-instant',
      position: 19,
    })
    expect(businessDay('2026-02-30', berlin)._unsafeUnwrapErr().kind).toBe('not-a-date')
    expect(parseZone(failure(moment, '').example).isOk()).toBe(true)
    const [time, day] = [
      failure(moment, 'UTC', '4 o’clock'),
      businessDay('soon', berlin)._unsafeUnwrapErr(),
    ]
    expect(dateOf(moment, { zone: 'UTC', cutOver: time.example })).toBe('2026-11-24')
    expect(time.message).toContain('cut-over')
    expect(businessDay(day.example, berlin).isOk()).toBe(true)
    expect(day.message).toContain('business date')
    expect(Zone.safeParse('Mars/Base').success).toBe(false)
  })
})

describe('parseZone', () => {
  it.each([
    ['+01:00', 0],
    ['Europe Berlin', 6],
    ['Europe/Berlin!', 13],
    ['Europe/Atlantis', 0],
    ['', 0],
  ])('says of %j that it is none at %i', (name, position) => {
    const failure = parseZone(name)._unsafeUnwrapErr()
    expect(failure).toMatchObject({ kind: 'unknown-zone', position })
    expect(failure.message).toContain('time zone')
  })

  it('knows a zone every time that it is asked', () => {
    for (const name of [
      'Asia/Tokyo',
      'Asia/Tokyo',
      'America/Argentina/Buenos_Aires',
      'Etc/GMT+5',
    ]) {
      expect(parseZone(name)._unsafeUnwrap()).toBe(name)
    }
  })
})

describe('instants', () => {
  it('compare as moments, to the last digit that was given', () => {
    expect(compareInstants('2026-01-01T10:00:00+01:00', '2026-01-01T09:00:00Z')).toBe(0)
    expect(compareInstants('2026-01-01T10:00:00.123456Z', '2026-01-01T10:00:00.123457Z')).toBe(-1)
    expect(compareInstants('2026-01-01T10:00:00.1234Z', '2026-01-01T10:00:00.12340Z')).toBe(0)
    expect(compareInstants('2026-01-01T10:00:01Z', '2026-01-01T10:00:00Z')).toBe(1)
  })

  it('say where a text stops being one', () => {
    const position = (text: string) => parseInstant(text)._unsafeUnwrapErr().position
    expect(position('24.11.2026')).toBe(2)
    expect(position('2026-11-24 10:15:00Z')).toBe(10)
    expect(position('2026-13-24T10:15:00Z')).toBe(19)
  })

  it('are the same moment in every zone', () => {
    fc.assert(
      fc.property(arbitraryInstant, arbitraryZone, (instant, zone) => {
        const there = inZone(instant, zone)._unsafeUnwrap()
        expect(Instant.safeParse(there).success).toBe(true)
        expect(compareInstants(there, instant)).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  it('print a moment of a zone before standard time to the minute', () => {
    expect(inZone('1880-01-01T00:00:00Z', 'Europe/Berlin')._unsafeUnwrap()).toBe(
      '1880-01-01T00:53:00+00:53',
    )
  })
})

describe('local dates', () => {
  it('count calendar days over leap years and months', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1)
    expect(LocalDate.safeParse('2026-02-29').success).toBe(false)
  })
})

describe('the ends of the calendar', () => {
  it('have business dates that have a text, or a failure', () => {
    const late = businessDate('9999-12-31T23:59:59Z', { zone: 'Pacific/Kiritimati' })
    expect(late._unsafeUnwrapErr().kind).toBe('not-a-date')
    expect(dateOf('9999-12-31T00:00:00Z', { zone: 'UTC' })).toBe('9999-12-31')
    expect(businessDate('0000-01-01T00:00:00Z', { zone: 'America/New_York' }).isErr()).toBe(true)
    expect(businessDay('9999-12-31', { zone: 'UTC' }).isErr()).toBe(true)
  })
})
