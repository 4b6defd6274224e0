import type { ExceptionDraft } from '../exception.js'
import type { EffectEventKind, TimelineEntry } from '../timeline-entry.js'
import type { Effect, EffectRow } from './effect.js'
import { laneOf } from './effect.js'
import type { Notice } from './settling/policy.js'
import { valueAtStake } from './value-at-stake.js'

/** Milliseconds since the epoch as the instant that people read. */
export function instantOf(ms: number): string {
  const known = told.get(ms)
  if (known !== undefined) return known
  const instant = new Date(ms).toISOString()
  if (told.size >= MOMENTS) told.clear()
  told.set(ms, instant)
  return instant
}

// a batch of facts came at a few moments, and is told at one
const MOMENTS = 64
const told = new Map<number, string>()

/** One step of an effect, for the timeline of its entity. */
export function effectEntry(row: EffectRow, kind: EffectEventKind): TimelineEntry {
  return {
    kind,
    at: instantOf(row.updatedAt),
    entity: row.entity,
    id: row.id,
    connection: row.connection,
    effect: row.key,
    attempt: row.attempts,
    ...(row.message !== undefined && { message: row.message }),
    ...(row.remote && { remote: row.remote }),
    ...(row.runAt > row.updatedAt && { dueAt: instantOf(row.runAt) }),
  }
}

/** The fingerprint that all failures of one lane share. */
export function laneFingerprint(row: EffectRow): string {
  return `effect:${laneOf(row)}`
}

/** The fingerprint of what is wrong with a whole connection. */
export function connectionFingerprint(connection: string): string {
  return `connection:${connection}`
}

/** What a person is told about an effect that cannot go on by itself. */
export function effectException(effect: Effect, notice: Notice, message: string): ExceptionDraft {
  const value = valueAtStake(effect)
  return {
    fingerprint: laneFingerprint(effect),
    reason: notice.reason,
    owner: notice.owner,
    connection: effect.connection,
    entity: effect.entity,
    ref: effect.source,
    message,
    suggestedFix: notice.fix,
    ...(value && { valueAtStake: value }),
    subject: { kind: 'effect', key: effect.key, lane: laneOf(effect) },
  }
}

/** What a person is told about a connection that takes no calls. */
export function connectionException(
  connection: string,
  notice: Notice,
  message: string,
): ExceptionDraft {
  return {
    fingerprint: connectionFingerprint(connection),
    reason: notice.reason,
    owner: notice.owner,
    connection,
    message,
    suggestedFix: notice.fix,
  }
}
