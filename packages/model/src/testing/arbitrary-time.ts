import fc from 'fast-check'
import type { Instant } from '../value/instant.js'
import type { LocalTime } from '../value/local-date.js'
import { printInZone, type Zone } from '../value/zone.js'

/** Time zones from −11 to +14 hours, with and without summer time, half and quarter hours included. */
export const arbitraryZone: fc.Arbitrary<Zone> = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Atlantic/Azores',
  'Pacific/Pago_Pago',
  'Pacific/Kiritimati',
  'UTC',
)

/** Times of day at which a store's day may turn: midnight, before dawn, inside the hour of change. */
export const arbitraryCutOver: fc.Arbitrary<LocalTime> = fc.constantFrom(
  '00:00',
  '02:00',
  '02:30',
  '03:00',
  '04:00',
  '05:45',
)

const HOUR_MS = 3_600_000
// the changes of 2026 in Europe and America, the end of the year, and an ordinary day
const TURNS = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-12-31T23:59:59Z',
  '2026-06-15T12:00:00Z',
].map((instant) => Date.parse(instant))

/** Milliseconds since the epoch, half of them within hours of a change of clocks or of the year. */
export const arbitraryMoment: fc.Arbitrary<number> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...TURNS), fc.integer({ min: -26 * HOUR_MS, max: 26 * HOUR_MS }))
    .map(([turn, shift]) => turn + shift),
  fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') }),
)

/** Instants with the offset of a store's zone, many of them around changes of clocks. */
export const arbitraryInstant: fc.Arbitrary<Instant> = fc
  .tuple(arbitraryMoment, arbitraryZone)
  .map(([ms, zone]) => printInZone(ms, zone))
