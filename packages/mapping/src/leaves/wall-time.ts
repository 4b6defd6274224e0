import { type Instant, instantMs, instantOf, inZone } from '@canonry/model'
import { type Refusal, refuse } from '../refusal.js'
import type { WallTime } from './date-pattern.js'

const DAY_MS = 86_400_000
const NO_ZONE = refuse('unknown-zone', 'a time zone of the IANA database')
const NO_SUCH_TIME = refuse('no-such-time', 'a time that the clocks of the zone have shown')

/**
 * The instant at which the clocks of a zone show a time; of two such instants the earlier one.
 *
 * Refused where clocks were put forward over it, and where the zone is not known. Fractions are
 * kept as written.
 */
export function instantOfWall({ date, time, fraction }: WallTime, zone: string): Instant | Refusal {
  const local = `${date}T${time}`
  if (zone === 'UTC') return `${local}${fraction}Z`
  const steady = steadyOffset(date, zone)
  if (steady === undefined) return NO_ZONE
  if (steady !== CHANGES) return `${local}${fraction}${steady}`
  const ms = Date.parse(`${local}Z`)
  const offsets = [offsetAt(ms - DAY_MS, zone), offsetAt(ms + DAY_MS, zone)]
  const found = offsets
    .map((offset) => `${local}${offset}`)
    .filter((instant) => inZone(instant, zone).unwrapOr('') === instant)
    .sort((a, b) => instantMs(a) - instantMs(b))[0]
  return found === undefined ? NO_SUCH_TIME : `${local}${fraction}${found.slice(local.length)}`
}

/**
 * What the clocks of a zone show at an instant.
 *
 * Refused where that would be read as another instant: in the second pass of an hour that clocks
 * were put back over.
 */
export function wallOfInstant(instant: Instant, zone: string): WallTime | Refusal {
  const shown = zone === 'UTC' ? instantOf(instantMs(instant)) : inZone(instant, zone).unwrapOr('')
  if (shown === '') return NO_ZONE
  const fraction = /\.\d+/.exec(instant)?.[0] ?? ''
  const wall = { date: shown.slice(0, 10), time: shown.slice(11, 19), fraction }
  const back = instantOfWall(wall, zone)
  const isSame = typeof back === 'string' && instantMs(back) === instantMs(instant)
  return isSame ? wall : refuse('ambiguous-time', 'a time that the clocks of the zone show once')
}

const CHANGES = 'changes'
const STEADY = new Map<string, string>()
const MOST = 10_000

/** The offset of all clocks of a zone around a day; {@link CHANGES} where there is more than one. */
function steadyOffset(date: string, zone: string): string | undefined {
  const key = `${date} ${zone}`
  const known = STEADY.get(key)
  if (known !== undefined) return known
  const ms = Date.parse(`${date}T00:00:00Z`)
  const before = offsetAt(ms - DAY_MS, zone)
  if (before === undefined) return undefined
  const offset = before === offsetAt(ms + 2 * DAY_MS, zone) ? before : CHANGES
  if (STEADY.size >= MOST) STEADY.clear()
  STEADY.set(key, offset)
  return offset
}

function offsetAt(ms: number, zone: string): string | undefined {
  return inZone(instantOf(ms), zone).match(
    (instant) => instant.slice(-6),
    () => undefined,
  )
}
