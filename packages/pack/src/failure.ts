import type { Ref } from '@canonry/model'

/** Why a call to an outside system failed; each class has exactly one policy in the core. */
export type FailureClass =
  | 'throttled'
  | 'transient.definite'
  | 'transient.unknown'
  | 'auth.expired'
  | 'auth.revoked'
  | 'conflict.version'
  | 'duplicate.exists'
  | 'dependency.missing'
  | 'contract.invalid'
  | 'business.rejected'
  | 'quota.exhausted'
  | 'partial'
  | 'handler.bug'
  | 'integrity'
  | 'stale'

/** The role of the people who can solve a problem. */
export type OwnerRole = 'merchandising' | 'integration' | 'finance' | 'connection-admin'

/**
 * A failed call, classified by the connector that made it.
 *
 * `message` says what, where, why and what to do, without secrets or personal data.
 */
export interface Failure {
  readonly kind: FailureClass
  readonly message: string
  /** The earliest moment (epoch ms) at which trying again makes sense; it is tried in a day at the latest. */
  readonly retryAt?: number
  /** What must exist first, for `dependency.missing`. */
  readonly dependency?: Ref
  /** Who decides, where the class alone does not say it. */
  readonly owner?: OwnerRole
}
