import { compareDecimals, decimalOf } from '@canonry/model'
import type { Failure, PushOutcome } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { oldestTaken, type PreparedChange } from './change-of.js'
import { changesSince, confirmedAs, insideOf, numbersOf } from './made-change.js'
import { textIn } from './source.js'
import { momentOf } from './stage.js'
import type { Writing } from './writing.js'

/** What becomes of a late change: it is sent like this, or nothing is sent and this is its outcome. */
export type Verdict = { readonly change: PreparedChange } | { readonly outcome: PushOutcome }

/**
 * Judges changes that are sent after their time: past the 24 hours that Square takes, or past what
 * their flow allows (`late`).
 *
 * What moved lies nowhere else for having been told late: Square reckons from its last recount and the
 * adjustments after it, so an adjustment as of a later moment comes to the same number, unless somebody
 * has counted in between, whose number has it already. Square is asked for that, and whether it has
 * heard of the very change. The oldest moment that Square takes leaves the least time in which a
 * recount could still come from before it.
 *
 * What is past what its flow allows may have been set right as a difference, which only a number can
 * have shown that Square has said since then, and not a moment ago. Without one it is sent, with one it
 * is left to that.
 *
 * A recount of then says nothing of now, and after a week nobody is asked but people.
 */
export async function judgeLate(
  changes: readonly PreparedChange[],
  writing: Writing,
): Promise<readonly Verdict[]> {
  if (changes.length === 0) return []
  const heard = await hear(changes, writing)
  return heard.match(
    (known) => changes.map((change) => judge(change, { ...known, writing })),
    (failure) => changes.map(() => ({ outcome: { kind: 'failed', failure: unsent(failure) } })),
  )
}

// nothing was written, whatever became of a question
function unsent(failure: Failure): Failure {
  return failure.kind === 'transient.unknown' ? { ...failure, kind: 'transient.definite' } : failure
}

interface Known {
  /** Recounts and adjustments, by their place. */
  readonly changes: ReadonlyMap<string, readonly unknown[]>
  /** When Square said its last number of a place. */
  readonly saidAt: ReadonlyMap<string, number>
}

async function hear(
  changes: readonly PreparedChange[],
  { call }: Writing,
): Promise<Result<Known, Failure>> {
  const since = Math.min(...changes.map(({ occurredAt }) => occurredAt))
  const found = await changesSince(since, { places: changes, call })
  if (found.isErr()) return err(found.error)
  const late = changes.filter(({ intent }) => intent.late === true)
  const numbers = late.length === 0 ? ok([]) : await numbersOf(late, call)
  return numbers.map((all) => ({
    changes: byPlace(found.value),
    saidAt: new Map(
      all.map((count) => [
        placeKey((pointer) => textIn(count, pointer)),
        Date.parse(textIn(count, '/calculated_at')),
      ]),
    ),
  }))
}

function byPlace(changes: readonly unknown[]): Known['changes'] {
  const places = new Map<string, unknown[]>()
  for (const change of changes) {
    const key = placeKey((pointer) => insideOf(change, pointer))
    const there = places.get(key)
    if (there) there.push(change)
    else places.set(key, [change])
  }
  return places
}

function placeKey(textAt: (pointer: string) => string): string {
  return JSON.stringify([textAt('/catalog_object_id'), textAt('/location_id')])
}

function judge(
  change: PreparedChange,
  { changes, saidAt, writing }: Known & { readonly writing: Writing },
): Verdict {
  const { occurredAt, reference, intent, isOld } = change
  const place = JSON.stringify([change.variation, change.location])
  const there = changes.get(place) ?? []
  const made = there.find((each) => insideOf(each, '/reference_id') === reference)
  if (made !== undefined) return { outcome: outcomeOfMade(change, { made, writing }) }
  const counted = there.map(countedAt).find((at) => at >= occurredAt)
  if (counted !== undefined)
    return ended(change, `a recount of ${momentOf(counted)} has it already`)
  const number = { saidAt: saidAt.get(place), changes: there, now: writing.now() }
  if (intent.late === true && mayBeSetRight(change, number))
    return ended(change, 'Square has said a number since, whose difference is set right by itself')
  if (!isOld) return { change }
  const age = writing.now() - occurredAt
  if (intent.entity === 'stockPosition' || age > WEEK_MS) return { outcome: forPeople(change, age) }
  return { change: { ...change, occurredAt: oldestTaken(writing.now()) } }
}

/** As long as no difference is known of a number yet, and nothing is set right by it: a quarter of an hour. */
const UNKNOWN_YET_MS = 900_000

interface LastNumber {
  /** Absent where nothing was ever counted. */
  readonly saidAt: number | undefined
  /** What Square has heard of at its place. */
  readonly changes: readonly unknown[]
  readonly now: number
}

/** Whether Square has said a number since a change that is old enough to have been compared. */
function mayBeSetRight(
  { occurredAt }: PreparedChange,
  { saidAt, changes, now }: LastNumber,
): boolean {
  if (saidAt === undefined || saidAt < occurredAt) return false
  const isCompared = (at: number) => at >= occurredAt && at <= now - UNKNOWN_YET_MS
  // what is told after another of the same goods finds the number that came of that
  return (
    isCompared(saidAt) ||
    changes.some((change) => isCompared(Date.parse(insideOf(change, '/created_at'))))
  )
}

function outcomeOfMade(
  change: PreparedChange,
  { made, writing: { account } }: { readonly made: unknown; readonly writing: Writing },
): PushOutcome {
  const quantity = decimalOf(insideOf(made, '/quantity')) ?? '0'
  return compareDecimals(quantity, change.quantity) === 0
    ? confirmedAs(change, { made, account })
    : OTHER_QUANTITY
}

// reading back says what it is
const OTHER_QUANTITY: PushOutcome = {
  kind: 'unknown',
  message: 'Square has another quantity under the name of this change',
}

// of what is not on the shelf there are counts, too
function countedAt(change: unknown): number {
  const count = '/physical_count'
  if (textIn(change, `${count}/state`) !== 'IN_STOCK') return Number.NaN
  return Date.parse(textIn(change, `${count}/occurred_at`))
}

function ended(change: PreparedChange, why: string): Verdict {
  return {
    outcome: { kind: 'failed', failure: { kind: 'stale', message: `${said(change)}: ${why}` } },
  }
}

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS

function forPeople(change: PreparedChange, age: number): PushOutcome {
  const message = `Square takes changes of the last 24 hours only, and ${said(change)}, ${Math.floor(age / HOUR_MS)} hours ago: count what lies there, or change it in Square, and dismiss this`
  return { kind: 'failed', failure: { kind: 'business.rejected', message, owner: 'merchandising' } }
}

function said({ intent, quantity, variation, location, occurredAt }: PreparedChange): string {
  const what = intent.entity === 'stockPosition' ? 'were counted' : 'moved'
  return `${quantity} of ${variation} ${what} at ${location} at ${momentOf(occurredAt)}`
}
