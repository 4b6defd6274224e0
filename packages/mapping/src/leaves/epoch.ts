import {
  type Decimal,
  decimalOf,
  fromUnits,
  type Instant,
  instantMs,
  instantOf,
  toUnits,
} from '@canonry/model'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { isInstant } from './instant.js'
import { type Leaf, leaf } from './leaf.js'

/** In what the time since 1970-01-01T00:00:00Z is counted. */
export type EpochUnit = 'ms' | 's'

// RFC 3339 has years of four digits
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')
const SIZE = { ms: 1, s: 1000 } as const
/** Digits after the point that milliseconds have in the unit. */
const SCALE = { ms: 0, s: 3 } as const

/** A moment as a whole JSON number of milliseconds or seconds since 1970, in UTC. */
export function epoch(unit: EpochUnit): Leaf<number, Instant> {
  const size = SIZE[unit]
  return leaf({
    name: 'epoch',
    doc: docOf(unit),
    lossless: true,
    domain: {
      wire: { kind: 'integer', min: FIRST_MS / size, max: Math.floor(LAST_MS / size) },
      entity: { kind: 'moment', zone: 'UTC', step: size, milliseconds: true },
    },
    decode: (wire) =>
      Number.isInteger(wire) ? momentAt(wire * size) : refuse('epoch', 'a whole number'),
    encode: (value) => {
      const ms = msOf(value)
      if (isRefusal(ms) || ms % size === 0) return isRefusal(ms) ? ms : ms / size
      return refuse('too-fine', 'a moment in whole seconds')
    },
  })
}

/** The same as text, to the millisecond: `"1604923992000"`, `"1.596578152E9"`. */
export function epochText(unit: EpochUnit): Leaf<string, Instant> {
  const scale = SCALE[unit]
  const digits = unit === 'ms' ? '\\d{1,13}' : '\\d{1,10}(\\.\\d{1,3})?'
  return leaf({
    name: 'epochText',
    doc: `${docOf(unit)}, as text; how the number is spelled does not count`,
    domain: {
      wire: { kind: 'matching', pattern: `^-?${digits}$` },
      entity: { kind: 'moment', zone: 'UTC', step: 1, milliseconds: true },
    },
    decode: (wire) => {
      const number = numberIn(wire)
      return momentAt(number === undefined ? Number.NaN : Number(toUnits(number, scale)))
    },
    encode: (value) => {
      const ms = msOf(value)
      return isRefusal(ms) ? ms : fromUnits(BigInt(ms), scale)
    },
    normal: (wire) => numberIn(wire) ?? wire,
  })
}

function docOf(unit: EpochUnit): string {
  return `${unit === 'ms' ? 'milliseconds' : 'seconds'} since 1970 in UTC`
}

function numberIn(wire: unknown): Decimal | undefined {
  return typeof wire === 'string' && wire.length <= 32 ? decimalOf(wire) : undefined
}

function momentAt(ms: number): Instant | Refusal {
  const fits = Number.isInteger(ms) && ms >= FIRST_MS && ms <= LAST_MS
  return fits ? instantOf(ms) : refuse('epoch', 'a moment in the years 0 to 9999')
}

function msOf(value: Instant): number | Refusal {
  if (!isInstant(value)) return refuse('instant', 'an RFC 3339 moment')
  const ms = instantMs(value)
  // an offset may lead out of the years that text can have
  const fits = ms >= FIRST_MS && ms <= LAST_MS && !/\.\d{3}\d*[1-9]/.test(value)
  return fits ? ms : refuse('too-fine', 'a moment in whole milliseconds of the years 0 to 9999')
}
