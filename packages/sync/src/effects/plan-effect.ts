import { FAMILY_SHOWN } from '../store/store-limits.js'
import type { EffectEventKind } from '../timeline-entry.js'
import { type EffectRow, PARKED_STATES, RETRIED_STATES, UNSENT_STATES } from './effect.js'
import { familyOf } from './family.js'
import { nextState } from './transition.js'

/** A decided effect, complete but for its place among those that were promised before. */
export interface Decision {
  /** As a new row would be: `planned`, with no attempt. Its key is the base key. */
  readonly row: EffectRow
  readonly body: unknown
}

/** One row that a decision adds or changes, and what the timeline calls it. */
export interface PlannedRow {
  readonly row: EffectRow
  /** Present when the body is new. */
  readonly body?: unknown
  readonly entry: EffectEventKind
}

/**
 * Puts a decision among what was promised before for the same source ref, oldest first.
 *
 * An upsert has one identity per source ref for ever. Until it is sent, a newer decision refreshes
 * its body; once it was sent, a newer state is a new row that revises it, and is refreshed until it
 * is sent itself. What was tried before is superseded. A cancel ends what was not sent, and follows
 * in the lane only what may have been applied. A decision that changes nothing adds nothing; rows in
 * an end state never change.
 */
export function planEffect(decision: Decision, promised: readonly EffectRow[]): PlannedRow[] {
  const { row } = decision
  const name = familyOf(row)
  const family = promised.filter((known) => familyOf(known) === name)
  return row.kind === 'upsert' ? planUpsert(decision, family) : planCancel(decision, family)
}

function planUpsert(decision: Decision, family: readonly EffectRow[]): PlannedRow[] {
  const latest = family.at(-1)
  if (!latest) return [planned(decision, family)]
  if (decision.row.once && hasReached(family)) return []
  if (latest.kind === 'upsert' && saysTheSame(latest, decision.row)) return []
  if (isBehind(latest, decision.row)) return [planned(decision, family)]
  if (isRefreshable(latest, decision.row)) {
    const before = family.filter((known) => known !== latest && holdsUp(known, decision))
    return [...before.map(superseded(decision)), refreshed(latest, decision)]
  }
  return [...family.filter(isOpenUnsent).map(superseded(decision)), planned(decision, family)]
}

// behind what is parked nothing would move again, and behind what is tried later nothing until then
function holdsUp({ state }: EffectRow, { row }: Decision): boolean {
  return PARKED_STATES.has(state) || (row.state !== 'proposed' && RETRIED_STATES.has(state))
}

function planCancel(decision: Decision, family: readonly EffectRow[]): PlannedRow[] {
  const { row } = decision
  const latest = family.at(-1)
  if (!latest || latest.kind === 'cancel') return []
  if (isBehind(latest, row)) return [planned(decision, family)]
  const reached = hasReached(family)
  const ended = family
    .filter(isOpenUnsent)
    .map(reached ? superseded(decision) : cancelled(decision))
  return reached ? [...ended, planned(decision, family)] : ended
}

// what waits for approval changes nothing that does not: it stands behind it
function isBehind(latest: EffectRow, row: EffectRow): boolean {
  return row.state === 'proposed' && latest.state !== 'proposed'
}

function planned({ row, body }: Decision, family: readonly EffectRow[]): PlannedRow {
  const latest = family.at(-1)
  if (!latest) return { row, body, entry: 'effect-planned' }
  const key = `${row.key}#${row.revision}${againOf(row, latest)}`
  // with this one, so many of them are shown for as long as they are open alone
  const fading = family.slice(0, 1 - FAMILY_SHOWN)
  const isReached = hasReached(fading) || family.some(({ reachedBefore }) => reachedBefore)
  const before = isReached ? { reachedBefore: true as const } : {}
  return { row: { ...row, key, ...before, revises: latest.key }, body, entry: 'effect-planned' }
}

// only the first promise of all has the plain key, and each later one of a revision its own number,
// whether or not a person had the one before it tried again
function againOf({ revision }: EffectRow, latest: EffectRow): string {
  const [, known, again = '1'] = /#(\d+)(?:\.(\d+))?(?:\|try-\d+)?$/.exec(latest.key) ?? []
  return latest.revises !== undefined && known === `${revision}` ? `.${Number(again) + 1}` : ''
}

/** Whether an upsert of some effects of a family may have been applied. */
export function hasReached(family: readonly EffectRow[]): boolean {
  return family.some(
    (row) => row.reachedBefore === true || (row.kind === 'upsert' && mayHaveReached(row)),
  )
}

function refreshed(known: EffectRow, { row, body }: Decision): PlannedRow {
  const { revision, bodyHash, after, updatedAt, flow, expiresAt } = row
  const expires = expiresAt === undefined ? {} : { expiresAt }
  const fresh = { revision, bodyHash, after, updatedAt, flow, ...expires }
  const state = nextState(known.state, 'refresh')
  const next = { ...triedAgain(known, updatedAt), ...fresh, state, ...soonerOf(known, row) }
  return { row: next, body, entry: 'effect-refreshed' }
}

/**
 * When what was refused is tried with another body: at once where the body was the reason, since what
 * was missing may be another thing now, and what the document conflicted with is known by now.
 */
function triedAgain(known: EffectRow, now: number): EffectRow {
  if (known.state === 'waiting') return { ...known, runAt: now }
  if (known.state !== 'retry-at' || known.failing?.kind !== 'conflict.version') return known
  const { failing: _, ...row } = known
  return { ...row, runAt: now }
}

// what was promised for a moment is not promised for a later one
function soonerOf(known: EffectRow, row: EffectRow): Pick<EffectRow, 'dueAt' | 'warnAt'> {
  const { dueAt, warnAt } = row.dueAt < known.dueAt ? row : known
  return { dueAt, ...(warnAt !== undefined && { warnAt }) }
}

/** A row after another took its place; that it was surely not applied is not forgotten. */
export function supersededRow(known: EffectRow, updatedAt: number): EffectRow {
  const state = nextState(known.state, 'supersede')
  const isRefused = known.state === 'exception' || RETRIED_STATES.has(known.state)
  return { ...known, state, updatedAt, ...(isRefused && { refused: true }) }
}

function superseded({ row: { updatedAt } }: Decision) {
  return (known: EffectRow): PlannedRow => ({
    row: supersededRow(known, updatedAt),
    entry: 'effect-superseded',
  })
}

function cancelled({ row: { updatedAt } }: Decision) {
  return (known: EffectRow): PlannedRow => ({
    row: { ...known, state: nextState(known.state, 'cancel'), updatedAt },
    entry: 'effect-cancelled',
  })
}

function saysTheSame(known: EffectRow, row: EffectRow): boolean {
  return known.bodyHash === row.bodyHash && !DROPPED.has(known.state)
}

const DROPPED: ReadonlySet<EffectRow['state']> = new Set(['superseded', 'cancelled', 'expired'])

function isRefreshable(known: EffectRow, row: EffectRow): boolean {
  if (known.kind !== 'upsert' || !UNSENT_STATES.has(known.state)) return false
  return known.attempts === 0 || known.key === row.key || known.revision === row.revision
}

function isOpenUnsent({ state }: EffectRow): boolean {
  return UNSENT_STATES.has(state) || PARKED_STATES.has(state)
}

/**
 * Whether the target system may have applied it: a rejected call was not, of a dead one, or one
 * ended by a newer decision, nobody knows.
 */
function mayHaveReached({ state, attempts, refused, blind }: EffectRow): boolean {
  const isRefused = refused === true || state === 'exception'
  // nobody has read back what became of the tries before
  if (blind && attempts > (isRefused ? 1 : 0)) return true
  if (refused) return false
  if (UNSENT_STATES.has(state) || state === 'exception' || state === 'cancelled') return false
  return state === 'superseded' ? attempts > 0 : state !== 'expired'
}
