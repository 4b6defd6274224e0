import { CONTRACT_MAJOR, contractId, contractName } from '../contract/entity-contract.js'
import type { Instant } from '../value/instant.js'
import type { LocalDate } from '../value/local-date.js'
import type { CanonicalEvent } from './canonical-event.js'
import type { Entities, EntityName } from './entities.js'
import { eventId } from './event-id.js'
import type { Ref } from './ref.js'
import { refKey } from './ref-key.js'

/** A change of an entity, with all that an event tells of it. */
export interface ToldChange<N extends EntityName = EntityName> {
  readonly entity: N
  /** The entity in the source that the change comes from. */
  readonly ref: Ref
  /** The version that the source gave to this state, or the entity's own revision. */
  readonly version: string
  /** Absent when the entity is new. */
  readonly before?: Entities[N]
  readonly after: Entities[N]
  /** Default: `created` without a `before`, otherwise `changed`. */
  readonly action?: 'created' | 'changed' | 'cancelled' | 'deleted'
  /** When the source changed it, where it says so. */
  readonly time?: Instant
  /** Counts the changes of the entity where it is told. */
  readonly revision?: number
  readonly businessDate?: LocalDate
  readonly causationId?: string
  readonly recordTime?: Instant
  /** The id of the event that this one replaces. */
  readonly corrects?: string
}

/**
 * A change as a CloudEvents 1.0 event.
 *
 * Its id follows from source, entity, ref and version alone (and, for a correction, from what it
 * corrects), so that a change that is told twice is one event. `data` is the whole entity, personal
 * data included: who may not see that is given what `redact` leaves.
 */
export function eventOf<N extends EntityName>(change: ToldChange<N>): CanonicalEvent {
  const { entity, ref, version, before, after, corrects } = change
  const source = `/${segment(ref.system)}/${segment(ref.account)}`
  const subject = refKey(ref)
  const { action = before === undefined ? 'created' : 'changed' } = change
  return {
    specversion: '1.0',
    id: eventId([source, entity, subject, version, ...(corrects === undefined ? [] : [corrects])]),
    source,
    type: `retail.${contractName(entity)}.${action}.v${CONTRACT_MAJOR}`,
    subject,
    datacontenttype: 'application/json',
    dataschema: contractId(entity),
    data: { ...after },
    ...optionalOf(change),
  }
}

function optionalOf(change: ToldChange): Readonly<Record<string, string | number>> {
  const { time, revision, businessDate, causationId, recordTime, corrects } = change
  const told = {
    time,
    revision,
    businessdate: businessDate,
    causationid: causationId,
    recordtime: recordTime,
    corrects,
  }
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

// half a surrogate pair has no encoding, and is no reason to throw
function segment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'))
}
