import { tzOffset } from '@date-fns/tz/tzOffset'
import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { type Instant, type InstantFailure, instantMs, parseInstant } from './instant.js'
import { notText, type ParseFailure } from './parse-failure.js'

/** Why a text is no time zone. */
export type ZoneFailure = ParseFailure<'unknown-zone'>

/** A time zone of the IANA database, known to the runtime: `Europe/Berlin`. */
export const Zone = z
  .string()
  .refine((name) => parseZone(name).isOk(), {
    error: 'not a time zone of the IANA database, such as Europe/Berlin',
  })
  .describe(
    'A time zone of the IANA database: `Europe/Berlin`. Offsets are none: they know no DST.',
  )
export type Zone = z.infer<typeof Zone>

const NAME = /^[A-Za-z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+)*$/
const MINUTE_MS = 60_000

/** Reads the name of an IANA time zone; offsets such as `+01:00` are none, they know no DST. */
export function parseZone(name: unknown): Result<string, ZoneFailure> {
  if (typeof name !== 'string') return notText('Europe/Berlin')
  const form = NAME.exec(name)
  if (form !== null && isKnown(name)) return ok(name)
  const position = form === null ? name.search(/[^A-Za-z_/]|$/) : 0
  const message = 'this is no time zone of the IANA database that the runtime knows'
  return err({ kind: 'unknown-zone', message, position, example: 'Europe/Berlin' })
}

/**
 * What the clocks of a known zone are ahead of UTC at a moment, in milliseconds.
 *
 * Exact to the second, as the database is for times before zones were standardised.
 */
export function zoneOffsetMs(zone: Zone, ms: number): number {
  return Math.round(tzOffset(zone, new Date(ms)) * 60) * 1000
}

/**
 * The same moment written with the offset of a zone; finer digits than milliseconds are dropped.
 *
 * A moment whose local year is before 0 or after 9999 cannot be written.
 */
export function inZone(
  instant: Instant,
  zone: Zone,
): Result<Instant, ZoneFailure | InstantFailure> {
  return parseZone(zone).andThen((name) =>
    parseInstant(instant)
      .map((moment) => printInZone(instantMs(moment), name))
      .andThen((local) => parseInstant(local).mapErr((failure) => ({ ...failure, position: 0 }))),
  )
}

/** Milliseconds since the Unix epoch as an instant with the offset of a known zone. */
export function printInZone(ms: number, zone: Zone): Instant {
  // RFC 3339 has no seconds in offsets, so older zones are written to the minute
  const offset = Math.round(zoneOffsetMs(zone, ms) / MINUTE_MS)
  const wall = new Date(ms + offset * MINUTE_MS).toISOString().replace(/(?:\.000)?Z$/, '')
  const size = Math.abs(offset)
  const two = (part: number) => String(Math.trunc(part)).padStart(2, '0')
  return `${wall}${offset < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
}

// asking the runtime takes long, and there are only some hundred zones
const KNOWN = new Set<string>()

function isKnown(name: string): boolean {
  if (KNOWN.has(name)) return true
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions()
    KNOWN.add(name)
    return true
  } catch {
    return false
  }
}
