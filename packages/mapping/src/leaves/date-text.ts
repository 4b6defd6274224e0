import { type Instant, type LocalDate, parseZone } from '@canonry/model'
import { z } from 'zod'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { compileDatePattern, type DatePattern } from './date-pattern.js'
import type { MomentDomain, ValueDomain } from './domain.js'
import { isInstant } from './instant.js'
import { type Leaf, leaf } from './leaf.js'
import { instantOfWall, wallOfInstant } from './wall-time.js'

/** What local times without an offset need to know of their document. */
export interface ZoneContext {
  /** A time zone of the IANA database: `Europe/Berlin`. */
  readonly zone: string
}

const ISO_LOCAL = "yyyy-MM-dd'T'HH:mm:ss[.S]"

/**
 * A day in a pattern: `dateText('MM/dd/yyyy')` reads `"11/24/2026"` as `"2026-11-24"`.
 *
 * Exact both ways; what a pattern may hold is said at {@link instantText}.
 */
export function dateText(pattern: string): Leaf<string, LocalDate> {
  const form = compileDatePattern(pattern)
  if (form.hasTime || form.hasOffset) throw new Error(`${pattern} has more than a date`)
  const written: ValueDomain = {
    kind: 'written',
    pattern,
    moment: { kind: 'moment', zone: 'UTC', step: form.step },
  }
  return leaf({
    name: 'dateText',
    doc: `day as ${pattern}`,
    lossless: true,
    domain: { wire: written, entity: { kind: 'date' } },
    decode: (wire) => readWall(form, wire)?.date ?? refuse('date', `a day as ${pattern}`),
    encode: (value) => printDay(form, value),
  })
}

/**
 * A moment in a pattern: `instantText("yyyy-MM-dd HH:mm:ss 'UTC'", 'UTC')`.
 *
 * The zone is the one that is given, and the pattern has an offset (`xx` or `XXX`) where none is.
 * Fields are `yyyy MMM MM M dd d EEE HH H mm ss`, `[.S]` is a fraction of a second with its point,
 * where there is one; other letters stand in quotes. Exact both ways: writing refuses digits that
 * the pattern has no place for, and an hour that the clocks of the zone show twice.
 */
export function instantText(pattern: string, zone?: string): Leaf<string, Instant> {
  const form = compileDatePattern(pattern)
  if (form.hasOffset === (zone !== undefined)) {
    throw new Error(`${pattern} needs an offset or a zone, and not both`)
  }
  if (zone !== undefined && parseZone(zone).isErr()) throw new Error(`${zone} is no time zone`)
  const definition = { name: 'instantText', doc: `moment as ${pattern}`, pattern, form }
  if (zone === undefined) return written(definition)
  const { read, write } = zoned(definition)
  return leaf({
    name: definition.name,
    doc: `${definition.doc} in ${zone}`,
    lossless: true,
    domain: domainOf(definition, zone),
    // the document's own zone is not asked, and a leaf without a second parameter says so
    decode: (wire) => read(wire, zone),
    encode: (value) => write(value, zone),
  })
}

/**
 * A local time without an offset, on the clock of the document's zone.
 *
 * `2026-11-24T10:15:00` unless another pattern is given. A time that the clocks did not show is
 * refused; one that they showed twice is read as the earlier moment.
 */
export function localInstant(pattern: string = ISO_LOCAL): Leaf<string, Instant, ZoneContext> {
  const form = compileDatePattern(pattern)
  if (form.hasOffset) throw new Error(`${pattern} has an offset, so it needs no zone`)
  const doc = `local time as ${pattern} in the document's zone`
  const definition = { name: 'localInstant', doc, pattern, form }
  const { read, write } = zoned(definition)
  return leaf<string, Instant, ZoneContext>({
    name: definition.name,
    doc,
    lossless: true,
    domain: domainOf(definition, 'context'),
    decode: (wire, { zone }) => read(wire, zone),
    encode: (value, { zone }) => write(value, zone),
  })
}

interface Definition {
  readonly name: string
  readonly doc: string
  readonly pattern: string
  readonly form: DatePattern
}

function written({ name, doc, pattern, form }: Definition): Leaf<string, Instant> {
  return leaf({
    name,
    doc,
    lossless: true,
    domain: domainOf({ pattern, form }, 'written'),
    decode: (wire) => {
      const wall = readWall(form, wire)
      if (wall === undefined) return refuse('instant', `a moment as ${pattern}`)
      return `${wall.date}T${wall.time}${wall.fraction}${wall.offset}`
    },
    encode: (value) => {
      if (!isInstant(value)) return refuse('instant', 'an RFC 3339 moment')
      const offset = value.endsWith('Z') ? 'Z' : value.slice(-6)
      const fraction = /\.\d+/.exec(value)?.[0] ?? ''
      const wall = { date: value.slice(0, 10), time: value.slice(11, 19), fraction, offset }
      return form.print(wall) ?? tooFine(pattern)
    },
  })
}

/** A moment on the clock of a zone that the pattern does not say. */
function zoned({ pattern, form }: Definition) {
  return {
    read: (wire: unknown, zone: string): Instant | Refusal => {
      const wall = readWall(form, wire)
      if (wall === undefined) return refuse('instant', `a moment as ${pattern}`)
      return instantOfWall(wall, zone)
    },
    write: (value: Instant, zone: string): string | Refusal => {
      if (!isInstant(value)) return refuse('instant', 'an RFC 3339 moment')
      const wall = wallOfInstant(value, zone)
      return isRefusal(wall) ? wall : (form.print(wall) ?? tooFine(pattern))
    },
  }
}

function readWall(form: DatePattern, wire: unknown) {
  return typeof wire === 'string' ? form.read(wire) : undefined
}

function printDay(form: DatePattern, value: LocalDate): string | Refusal {
  const isDay = typeof value === 'string' && z.regexes.date.test(value)
  const day = isDay ? form.print({ date: value, time: '00:00:00', fraction: '' }) : undefined
  return day ?? refuse('date', 'a day YYYY-MM-DD')
}

function tooFine(pattern: string): Refusal {
  return refuse('too-fine', `a moment that ${pattern} has room for`)
}

function domainOf({ pattern, form }: Pick<Definition, 'pattern' | 'form'>, zone: string) {
  const moment: MomentDomain = { kind: 'moment', zone, step: form.step }
  return { wire: { kind: 'written', pattern, moment } as const, entity: moment }
}
