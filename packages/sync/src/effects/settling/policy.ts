import type { FailureClass, OwnerRole } from '@canonry/pack'

/** What a person is told when an effect cannot go on by itself. */
export interface Notice {
  readonly reason: string
  readonly owner: OwnerRole
  readonly fix: string
}

/**
 * What the core does about one class of failures.
 *
 * `throttle`: the connection pauses, no attempt is used. `retry`: later, an attempt is used.
 * `verify`: the call may have been applied, so read back before anything is sent again. `wait`: for
 * something to exist. `reject`: only a person or a newer decision helps. `supersede`: a newer
 * version is already there.
 */
export type Policy =
  | { readonly kind: 'throttle'; readonly pauseMs: number; readonly notice?: Notice }
  | Bounded<'retry'>
  | Bounded<'verify'>
  | { readonly kind: 'wait'; readonly notice: Notice }
  | { readonly kind: 'reject'; readonly notice: Notice; readonly connection: Health }
  | { readonly kind: 'supersede' }

/** What a failure says about the whole connection: it answers, it does not, or nobody knows. */
export type Health = 'up' | 'down' | 'unsure'

/** A policy that gives up after `limit` failures in a row of its class. */
export interface Bounded<Kind extends string> {
  readonly kind: Kind
  readonly limit: number
  readonly connection: Health
  readonly notice: Notice
}

const exhausted: Notice = {
  reason: 'retries-exhausted',
  owner: 'integration',
  fix: 'See why the system does not answer; a newer change of the entity tries again.',
}
const credentials: Notice = {
  reason: 'credentials-refused',
  owner: 'connection-admin',
  fix: 'Renew the credentials of the connection, or do what it says; what waits goes on by itself.',
}

/** What happens for each class of failure; every class has exactly one policy. */
export const POLICIES: Readonly<Record<FailureClass, Policy>> = {
  throttled: { kind: 'throttle', pauseMs: 1_000 },
  'quota.exhausted': { kind: 'throttle', pauseMs: 3_600_000 },
  'auth.expired': { kind: 'throttle', pauseMs: 30_000, notice: credentials },
  'auth.revoked': { kind: 'throttle', pauseMs: 300_000, notice: credentials },
  'transient.definite': { kind: 'retry', limit: 30, connection: 'down', notice: exhausted },
  'conflict.version': {
    kind: 'retry',
    limit: 6,
    connection: 'up',
    notice: {
      reason: 'version-conflict',
      owner: 'integration',
      fix: 'Find out who else keeps writing this document, and give its fields one owner.',
    },
  },
  'transient.unknown': { kind: 'verify', limit: 30, connection: 'down', notice: exhausted },
  partial: { kind: 'verify', limit: 30, connection: 'unsure', notice: exhausted },
  'duplicate.exists': {
    kind: 'verify',
    limit: 3,
    connection: 'up',
    notice: {
      reason: 'already-exists',
      owner: 'integration',
      fix: 'Compare the document that is there; link it or remove it in the target system.',
    },
  },
  'handler.bug': {
    kind: 'verify',
    limit: 4,
    connection: 'unsure',
    notice: {
      reason: 'handler-bug',
      owner: 'integration',
      fix: 'Fix the connector; look in the target system whether the last call was applied.',
    },
  },
  'dependency.missing': {
    kind: 'wait',
    notice: {
      reason: 'dependency-missing',
      owner: 'merchandising',
      fix: 'Create what is missing in the target system; the effect goes on by itself.',
    },
  },
  'contract.invalid': {
    kind: 'reject',
    connection: 'up',
    notice: {
      reason: 'contract-invalid',
      owner: 'integration',
      fix: 'Correct the document in its source, or the mapping; the next change tries again.',
    },
  },
  'business.rejected': {
    kind: 'reject',
    connection: 'up',
    notice: {
      reason: 'business-rejected',
      owner: 'finance',
      fix: 'Decide in the target system; the next change of the entity tries again.',
    },
  },
  integrity: {
    kind: 'reject',
    connection: 'unsure',
    notice: {
      reason: 'integrity',
      owner: 'integration',
      fix: 'The answer is not what the system sends: check the network path to it.',
    },
  },
  stale: { kind: 'supersede' },
}
