import type { Finding } from '@canonry/model'
import { findingKey, type RecordedFinding } from '../../recorded-finding.js'
import type { Completion, FindingWrite } from '../../store/writes.js'
import type { TimelineEntry } from '../../timeline-entry.js'
import { laneOf } from '../effect.js'
import { instantOf } from '../effect-notes.js'

/** A completion that also records what the call brought to light, in place of what was there before. */
export function withFindings(completion: Completion, findings: readonly Finding[]): Completion {
  const { entity, id, connection, source, updatedAt } = completion.row
  const lane = laneOf(completion.row)
  const at = instantOf(updatedAt)
  const recorded = findings.map(
    (finding): RecordedFinding => ({ ...finding, connection, entity, id, ref: source, lane, at }),
  )
  const writes = recorded.map(
    (finding): FindingWrite => ({ kind: 'record', key: findingKey(finding), finding }),
  )
  const told = findings.map(
    ({ code, message }): TimelineEntry => ({
      kind: 'finding',
      code,
      message,
      at,
      entity,
      id,
      connection,
    }),
  )
  return {
    ...completion,
    findings: [{ kind: 'clear-lane', id, lane }, ...writes],
    timeline: [...completion.timeline, ...told],
  }
}
