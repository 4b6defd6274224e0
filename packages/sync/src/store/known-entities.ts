import type { EntityName, Instant, Ref } from '@canonry/model'
import { instantOf } from '../effects/effect-notes.js'
import { nameOfRef } from '../name-of-ref.js'
import { answered } from './answered.js'
import type { TenantStore } from './store.js'

/** An entity as it is known now. */
export interface KnownEntity {
  readonly entity: EntityName
  /** The canonical id. */
  readonly id: string
  /** Names it in the source that it first came from. */
  readonly source: Ref
  /** Raised by every change. */
  readonly revision: number
  /** The canonical entity, merged from all that its sources say. */
  readonly body: Readonly<Record<string, unknown>>
  /** Present when it exists no longer where it came from. */
  readonly deletedAt?: Instant
}

/** The entities that have one of these names, in no particular order; see `Sync.entities`. */
export async function knownEntities(
  store: TenantStore,
  refs: readonly Ref[],
): Promise<readonly KnownEntity[]> {
  if (!Array.isArray(refs)) throw new Error('entities are asked for by a list of refs')
  const names = [...new Set(refs.map(nameOfRef))]
  if (names.length === 0) return []
  const situation = await answered(store.query<'situation'>({ kind: 'situation', refs: names }))
  return situation.states.map(({ row: { entity, id, source, revision, body, deletedAt } }) => ({
    ...{ entity, id, source, revision, body },
    ...(deletedAt !== undefined && { deletedAt: instantOf(deletedAt) }),
  }))
}
