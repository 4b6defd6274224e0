import { refKey } from '@canonry/model'
import type { Completed } from '../../store/store.js'
import type { Completion, ExceptionWrite } from '../../store/writes.js'
import { type Effect, type EffectRow, laneOf, PARKED_STATES, RETRIED_STATES } from '../effect.js'
import { laneFingerprint } from '../effect-notes.js'
import { step } from '../effect-step.js'
import { supersededRow } from '../plan-effect.js'
import { settleTaken } from '../settling/settle-taken.js'
import { type Dispatching, persist, record } from './dispatching.js'
import { takenOf } from './taken-records.js'

/** What became of calls, effect by effect as they were before. */
interface Outcomes {
  readonly effects: readonly Effect[]
  readonly outcomes: readonly Completion[]
}

/**
 * Records what became of calls.
 *
 * What would hold its lane gives way to what was decided meanwhile for the same thing: that takes
 * its place now, as it would have if it had been decided afterwards.
 */
export async function recordOutcomes(
  dispatching: Dispatching,
  { effects, outcomes }: Outcomes,
): Promise<void> {
  const settled = await Promise.all(outcomes.map((each) => givingWay(dispatching, each)))
  const done = await record(dispatching, settled)
  const taken = await takenOf(dispatching, { effects, outcomes: settled, done })
  if (taken.length > 0) {
    const instead = { effects: taken.map(({ effect }) => effect), outcomes: taken.map(settleTaken) }
    await recordOutcomes(dispatching, instead)
  }
  // what was decided between the question and the record
  const late = await Promise.all(
    settled.map((each, index) => givingWay(dispatching, heldBy(each, done?.[index]))),
  )
  await record(
    dispatching,
    late.filter((each, index) => each.row.state !== settled[index]?.row.state),
  )
}

function heldBy({ row, gate: _, ...notes }: Completion, done?: Completed): Completion {
  const fence = done?.kind === 'done' ? done.fence : row.fence
  return { ...notes, fence, row: { ...row, fence } }
}

async function givingWay(dispatching: Dispatching, outcome: Completion): Promise<Completion> {
  const { row } = outcome
  if (!PARKED_STATES.has(row.state) && !RETRIED_STATES.has(row.state)) return outcome
  const lane = laneOf(row)
  const rows = await persist(dispatching, () =>
    dispatching.store.query<'lane'>({ kind: 'lane', lane }),
  )
  return rows && isOvertaken(row, rows) ? superseded(outcome) : outcome
}

// a proposal changes nothing that is promised
function isOvertaken(row: EffectRow, lane: readonly EffectRow[]): boolean {
  const source = refKey(row.source)
  const place = lane.findIndex(({ key }) => key === row.key)
  const behind = lane.slice(place + 1).filter(({ state }) => state !== 'proposed')
  return behind.some((other) => refKey(other.source) === source)
}

function superseded(outcome: Completion): Completion {
  const { row, fence } = outcome
  const ended = supersededRow(row, row.updatedAt)
  // what is wrong with the whole connection is as wrong for whoever comes next
  const others = outcome.exceptions.filter((each) => !isOfLane(each, row))
  const exceptions = [...others, { kind: 'resolve', fingerprint: laneFingerprint(row) } as const]
  return { ...outcome, ...step(row, { row: ended, entry: 'effect-superseded', exceptions }), fence }
}

function isOfLane(each: ExceptionWrite, row: EffectRow): boolean {
  const { fingerprint } = each.kind === 'open' ? each.draft : each
  return fingerprint === laneFingerprint(row)
}
