import type { Failure } from '@canonry/pack'
import { backoffMs, wishedAt } from '../effects/backoff.js'
import type { GateEvent } from '../effects/connection-gate.js'
import { POLICIES } from '../effects/settling/policy.js'
import type { ExceptionDraft } from '../exception.js'
import type { Pull } from '../store/connection-row.js'
import { restarted } from './after-page.js'

/** What a failed call makes of a pull, and what its connection and people are told. */
export interface FailedPull {
  readonly pull: Pull
  readonly gate: GateEvent
  readonly exception?: ExceptionDraft
}

const TELL_AFTER = 3

/** A system that gave the same page again. */
export const CIRCLE: Failure = {
  kind: 'contract.invalid',
  message: 'its pages go round in circles: a cursor came again that had been followed',
}

/**
 * What is recorded when pulling failed, by the class of the failure.
 *
 * The pull goes on later where it was; where the call itself was refused, its cursor is worth
 * nothing, and it begins anew.
 */
export function afterFailure(
  pull: Pull,
  {
    failure,
    connection,
    now,
    random,
  }: { failure: Failure; connection: string; now: number; random: number },
): FailedPull {
  const policy = POLICIES[failure.kind]
  const attempts = pull.attempts + 1
  const pauseMs = policy.kind === 'throttle' ? policy.pauseMs : 0
  const wait = Math.max(pauseMs, backoffMs(attempts + pull.restarts, random))
  const runAt = Math.max(now + wait, wishedAt(failure, now) ?? 0)
  const from = policy.kind === 'reject' ? restarted(pull) : pull
  const isTold =
    policy.kind === 'throttle' ? policy.notice : policy.kind === 'reject' || attempts >= TELL_AFTER
  return {
    pull: { ...from, attempts, runAt },
    gate: gateEventOf(failure, runAt),
    ...(isTold && { exception: pullException(connection, failure) }),
  }
}

/** The fingerprint of what keeps a connection from being pulled. */
export function pullFingerprint(connection: string): string {
  return `pull:${connection}`
}

function gateEventOf({ kind }: Failure, until: number): GateEvent {
  const policy = POLICIES[kind]
  if (policy.kind === 'throttle') return { kind: 'pause', until }
  const isDown = 'connection' in policy && policy.connection === 'down'
  return { kind: isDown ? 'transient' : 'answer' }
}

function pullException(connection: string, { message }: Failure): ExceptionDraft {
  return {
    fingerprint: pullFingerprint(connection),
    reason: 'pull-failed',
    owner: 'integration',
    connection,
    message: `${connection} cannot be pulled: ${message}`,
    suggestedFix: 'Make its lists readable for the connection; the pull goes on by itself.',
  }
}
