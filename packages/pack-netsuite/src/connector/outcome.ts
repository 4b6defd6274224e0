import type { Finding, Ref } from '@canonry/model'
import type { Failure, PushOutcome } from '@canonry/pack'
import type { Attempts } from './attempts.js'
import type { RecordDocument } from './records.js'

/** A call that failed: unknown where it may have been applied. */
export function failedOutcome(failure: Failure): PushOutcome {
  return failure.kind === 'transient.unknown'
    ? { kind: 'unknown', message: failure.message }
    : { kind: 'failed', failure }
}

/** A failed write, remembered where its outcome is unknown. */
export function failedWrite(
  failure: Failure,
  {
    attempts,
    key,
    before,
  }: { attempts: Attempts; key: string; before: RecordDocument | undefined },
): PushOutcome {
  if (failure.kind === 'transient.unknown') attempts.lost(key, modifiedAt(before))
  return failedOutcome(failure)
}

/** When a record was last modified, as NetSuite says it. */
export function modifiedAt(document: RecordDocument | undefined): string | undefined {
  const date = document?.body['lastModifiedDate']
  return typeof date === 'string' ? date : undefined
}

/** A write that took place. */
export function confirmed(ref: Ref, findings: readonly Finding[] = []): PushOutcome {
  return { kind: 'confirmed', ref, ...(findings.length === 0 ? {} : { findings }) }
}
