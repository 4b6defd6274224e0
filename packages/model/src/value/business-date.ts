import { err, ok, type Result } from 'neverthrow'
import { type Instant, type InstantFailure, instantMs, parseInstant } from './instant.js'
import { addDays, LocalDate, LocalTime, localDateOf } from './local-date.js'
import type { ParseFailure } from './parse-failure.js'
import { parseZone, printInZone, type Zone, type ZoneFailure, zoneOffsetMs } from './zone.js'

/** Where and when a store's day turns: `{ zone: 'Europe/Berlin', cutOver: '04:00' }`. */
export interface StoreClock {
  readonly zone: Zone
  /** The local time at which the next business day begins; midnight when it is not said. */
  readonly cutOver?: LocalTime
}

/** Why a business date cannot be told. */
export type BusinessDateFailure =
  | ZoneFailure
  | InstantFailure
  | ParseFailure<'not-a-cut-over' | 'not-a-date'>

const DAY_MS = 86_400_000

/**
 * The store's business date of a moment: sales before the cut-over belong to the day before.
 *
 * A business day begins at the first moment whose local clock has reached its date and cut-over.
 * Where clocks are put forward over the cut-over, that is the moment of the change; where they are
 * put back over it, the earlier of the two, so that the date never goes back. Days last 23 or 25
 * hours when clocks change.
 */
export function businessDate(
  instant: Instant,
  clock: StoreClock,
): Result<LocalDate, BusinessDateFailure> {
  return readClock(clock).andThen((known) =>
    parseInstant(instant).andThen((moment) => readDate(dateAt(instantMs(moment), known))),
  )
}

/** The first moment of a business day and of the next one, written with the store's offsets. */
export function businessDay(
  date: LocalDate,
  clock: StoreClock,
): Result<{ readonly from: Instant; readonly until: Instant }, BusinessDateFailure> {
  return readClock(clock).andThen((known) => {
    return readDate(date)
      .andThen(() => readDate(addDays(date, 1)))
      .map((next) => ({ from: startOf(date, known), until: startOf(next, known) }))
  })
}

interface KnownClock {
  readonly zone: Zone
  readonly cutOverMs: number
}

function readClock({
  zone,
  cutOver = '00:00',
}: StoreClock): Result<KnownClock, BusinessDateFailure> {
  if (!LocalTime.safeParse(cutOver).success) return err(notACutOver())
  const [hours = 0, minutes = 0] = cutOver.split(':').map(Number)
  return parseZone(zone).map((name) => ({ zone: name, cutOverMs: (hours * 60 + minutes) * 60_000 }))
}

// days before year 0 and after year 9999 have no text that is a date
function readDate(date: string): Result<LocalDate, BusinessDateFailure> {
  return LocalDate.safeParse(date).success ? ok(date) : err(notADate())
}

function startOf(date: LocalDate, clock: KnownClock): Instant {
  return printInZone(startMs(date, clock), clock.zone)
}

function dateAt(ms: number, clock: KnownClock): LocalDate {
  const local = localDateOf(ms + zoneOffsetMs(clock.zone, ms))
  // clocks put back at midnight read yesterday although today has begun
  const candidates = [addDays(local, 1), local]
  return candidates.find((date) => startMs(date, clock) <= ms) ?? addDays(local, -1)
}

function startMs(date: LocalDate, { zone, cutOverMs }: KnownClock): number {
  const wall = Date.parse(date) + cutOverMs
  const before = zoneOffsetMs(zone, wall - DAY_MS)
  const after = zoneOffsetMs(zone, wall + DAY_MS)
  const readings = [wall - before, wall - after].filter(
    (ms) => ms + zoneOffsetMs(zone, ms) === wall,
  )
  return readings.length > 0
    ? Math.min(...readings)
    : changeBetween(wall - after, wall - before, zone)
}

/** The moment at which the clocks are put forward, between one before and one after it. */
function changeBetween(early: number, late: number, zone: Zone): number {
  const offset = zoneOffsetMs(zone, late)
  let [before, after] = [early, late]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (zoneOffsetMs(zone, middle) === offset) after = middle
    else before = middle
  }
  return after
}

function notACutOver(): ParseFailure<'not-a-cut-over'> {
  const message = 'a cut-over is a local time of hours and minutes'
  return { kind: 'not-a-cut-over', message, position: 0, example: '04:00' }
}

function notADate(): ParseFailure<'not-a-date'> {
  const message = 'a business date is a day of the calendar'
  return { kind: 'not-a-date', message, position: 0, example: '2026-11-24' }
}
