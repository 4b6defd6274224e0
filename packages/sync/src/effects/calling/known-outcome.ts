import type { Failure, PushOutcome, VerifyOutcome } from '@canonry/pack'
import { POLICIES } from '../settling/policy.js'

const PUSH_KINDS: ReadonlySet<unknown> = new Set(['confirmed', 'no-op', 'unknown', 'failed'])
const VERIFY_KINDS: ReadonlySet<unknown> = new Set(['applied', 'not-applied', 'conflict', 'failed'])

const MALFORMED: { readonly kind: 'failed'; readonly failure: Failure } = {
  kind: 'failed',
  failure: {
    kind: 'handler.bug',
    message: 'the connector gave no outcome that its contract knows',
  },
}

/** The outcome of a push; what a connector must not answer, or did not answer, is its bug. */
export function knownPush(outcome: PushOutcome | undefined): PushOutcome {
  return outcome && PUSH_KINDS.has(outcome.kind) && hasKnownClass(outcome) ? outcome : MALFORMED
}

/** The outcome of reading back, judged like {@link knownPush}. */
export function knownVerify(outcome: VerifyOutcome | undefined): VerifyOutcome {
  return outcome && VERIFY_KINDS.has(outcome.kind) && hasKnownClass(outcome) ? outcome : MALFORMED
}

function hasKnownClass(outcome: PushOutcome | VerifyOutcome): boolean {
  return outcome.kind !== 'failed' || Object.hasOwn(POLICIES, outcome.failure?.kind)
}
