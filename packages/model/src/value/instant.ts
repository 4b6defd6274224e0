import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { notText, type ParseFailure } from './parse-failure.js'

/**
 * A moment as RFC 3339 text with its offset: `2026-11-24T10:15:00+01:00`.
 *
 * The offset is kept as given. Text order is not time order: compare with {@link compareInstants}.
 */
export const Instant = z.iso
  .datetime({ offset: true })
  .describe('A moment with its offset (RFC 3339): `2026-11-24T10:15:00+01:00`.')
export type Instant = z.infer<typeof Instant>

/** Why a text is no instant. */
export type InstantFailure = ParseFailure<'not-an-instant'>

/** Reads RFC 3339 text with an offset; local times without one are a failure, never a guess. */
export function parseInstant(text: unknown): Result<Instant, InstantFailure> {
  const example = '2026-11-24T10:15:00+01:00'
  if (typeof text !== 'string') return notText(example)
  if (Instant.safeParse(text).success) return ok(text)
  const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)
  const message = local
    ? 'this time has no offset, so it is not known when it was'
    : 'an instant is an RFC 3339 date, time and offset that exist'
  return err({
    kind: 'not-an-instant',
    message,
    position: local ? text.length : misfit(text),
    example,
  })
}

/** The instant in milliseconds since the Unix epoch; finer digits are dropped. */
export function instantMs(instant: Instant): number {
  return Date.parse(instant)
}

/** Negative, zero or positive as `a` is before, at or after `b`, to the last digit given. */
export function compareInstants(a: Instant, b: Instant): -1 | 0 | 1 {
  const difference = instantMs(a) - instantMs(b)
  if (difference !== 0) return difference < 0 ? -1 : 1
  const x = finerDigits(a)
  const y = finerDigits(b)
  const length = Math.max(x.length, y.length)
  const [left, right] = [x.padEnd(length, '0'), y.padEnd(length, '0')]
  return left === right ? 0 : left < right ? -1 : 1
}

/** The UTC instant of milliseconds since the Unix epoch. */
export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString()
}

function finerDigits(instant: Instant): string {
  return /\.\d{3}(\d+)/.exec(instant)?.[1] ?? ''
}

function misfit(text: string): number {
  const template = '0000-00-00T00:00:00'
  const at = [...template].findIndex((sample, index) =>
    sample === '0' ? !/\d/.test(text[index] ?? '') : text[index] !== sample,
  )
  return at < 0 ? template.length : at
}
