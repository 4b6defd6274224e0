import type { Finding } from '@canonry/model'
import type { Failure, PushOutcome, VerifyOutcome } from '@canonry/pack'
import { isLongName } from '../../journal/long-name.js'
import { isFullRef } from '../collect-refs.js'
import { isKnownFailure } from './known-answer.js'

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
  return outcome && PUSH_KINDS.has(outcome.kind) && isWhole(outcome) ? outcome : MALFORMED
}

/** The outcome of reading back, judged like {@link knownPush}. */
export function knownVerify(outcome: VerifyOutcome | undefined): VerifyOutcome {
  return outcome && VERIFY_KINDS.has(outcome.kind) && isWhole(outcome) ? outcome : MALFORMED
}

// whether it says all that an outcome of its kind has to say
function isWhole(outcome: PushOutcome | VerifyOutcome): boolean {
  switch (outcome.kind) {
    case 'failed':
      return isKnownFailure(outcome.failure)
    case 'unknown':
    case 'conflict':
      return typeof outcome.message === 'string'
    case 'not-applied':
      return true
    default:
      return isFullRef(outcome.ref) && hasKnownNotes(outcome)
  }
}

function hasKnownNotes(done: PushOutcome | VerifyOutcome): boolean {
  const { version = '', shared = true, findings = [] } = done as Done
  return (
    typeof version === 'string' &&
    shared === true &&
    Array.isArray(findings) &&
    findings.every(isFinding)
  )
}

// its code and path are what a store knows it by
function isFinding(finding: Partial<Finding> | null | undefined): boolean {
  const { code, path, message } = finding ?? {}
  const isTold = [code, path, message].every((text) => typeof text === 'string')
  return isTold && !isLongName(`${code}${path}`)
}

interface Done {
  readonly version?: unknown
  readonly shared?: unknown
  readonly findings?: unknown
}
