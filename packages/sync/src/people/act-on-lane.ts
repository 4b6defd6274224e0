import type { Finding } from '@canonry/model'
import { err, ok, type Result } from 'neverthrow'
import { type Effect, HELD_STATES, PARKED_STATES, UNSENT_STATES } from '../effects/effect.js'
import { rowOf } from '../effects/effect-step.js'
import { nextState } from '../effects/transition.js'
import { contentHash } from '../pipeline/content-hash.js'
import { checkFix } from './check-fix.js'
import { joined, type LaneAct, type LaneChange, layLane, updated } from './lay-lane.js'

/** Why nothing was done; `errors` tell what is wrong with a fix. */
export interface NotDone {
  readonly kind: 'skipped' | 'refused'
  readonly message: string
  readonly errors?: readonly Finding[]
}

/** What is to be done with the effect at the head of a lane. */
export interface LaneRequest extends LaneAct {
  readonly verb: 'resume' | 'redrive' | 'dismiss'
  /** A corrected body. */
  readonly fix?: unknown
}

/** Acts on the effect that a lane stands still for. */
export function actOnLane(
  lane: readonly Effect[],
  request: LaneRequest,
): Result<LaneChange, NotDone> {
  const [head, ...behind] = lane
  if (!head) return skipped('nothing waits there any more: dismiss it')
  if (HELD_STATES.has(head.state))
    return skipped('it is being sent right now: see what comes of it')
  if (request.verb === 'dismiss') return dismiss(head, request)
  const unreadable = lane.find((effect) => effect.unreadable)?.unreadable
  if (unreadable) return skipped(unreadable.message)
  if (request.verb === 'redrive' && head.state !== 'dead') {
    return skipped('it has not given up: resume it')
  }
  if (request.verb === 'resume' && head.state === 'dead') {
    return skipped('it gave up, and its last call may have been applied: redrive it')
  }
  return fixOf(lane, request).andThen((fix) =>
    PARKED_STATES.has(head.state)
      ? ok(layLane([head, ...behind], { act: request, relaid: { ...relaidAs(request), ...fix } }))
      : hurry(head, { request, fix }),
  )
}

interface Fix {
  readonly fix?: { readonly body: unknown; readonly bodyHash: string }
}

// the fix is for the newest promise of the lane, as that is what is tried next
function fixOf(lane: readonly Effect[], { fix }: LaneRequest): Result<Fix, NotDone> {
  const target = lane[0]
  if (fix === undefined || !target) return ok({})
  const checked = checkFix(target, fix)
  if (checked.isErr()) {
    const message = 'the fix is not a sound entity: correct it, nothing was changed'
    return err({ kind: 'refused', message, errors: checked.error })
  }
  return ok({ fix: { body: checked.value, bodyHash: contentHash(checked.value) } })
}

// nothing will have been sent before the read-back that comes first
function relaidAs({ verb }: LaneRequest) {
  return verb === 'redrive'
    ? ({ state: 'unknown', entry: 'effect-redriven' } as const)
    : ({ state: 'planned', entry: 'effect-resumed' } as const)
}

// what moves by itself is only made due, at once
function hurry(
  head: Effect,
  { request, fix }: { request: LaneRequest; fix: Fix },
): Result<LaneChange, NotDone> {
  const isUnsent = UNSENT_STATES.has(head.state)
  if (fix.fix && !isUnsent) {
    return skipped('its last call may have been applied: it is read back before anything is sent')
  }
  const { body, bodyHash = head.bodyHash } = fix.fix ?? {}
  const state = fix.fix ? nextState(head.state, 'refresh') : head.state
  const row = { ...rowOf(head), state, bodyHash, runAt: request.now, updatedAt: request.now }
  const change = { row, act: request, entry: 'effect-resumed', body } as const
  return ok(joined(head.key, [updated(head, change)]))
}

// what may have reached the target system is not called cancelled: a later cancellation still follows
function dismiss(head: Effect, request: LaneRequest): Result<LaneChange, NotDone> {
  if (head.state === 'unknown') {
    return skipped('its last call may have been applied: wait until it was read back')
  }
  const mayBeApplied = head.state === 'dead' || head.state === 'conflict'
  const state = nextState(head.state, mayBeApplied ? 'supersede' : 'cancel')
  const row = { ...rowOf(head), state, updatedAt: request.now }
  return ok(joined(head.key, [updated(head, { row, act: request, entry: 'effect-dismissed' })]))
}

function skipped(message: string): Result<never, NotDone> {
  return err({ kind: 'skipped', message })
}
