import { type EntityName, refKey } from '@canonry/model'
import { type Connection, schemaVersion, type Upcasts } from '@canonry/pack'
import { ok } from 'neverthrow'
import { contentHash } from '../pipeline/content-hash.js'
import type { BodyLabel } from '../store/body-label.js'
import type { SourceRow } from '../store/rows.js'
import { nameOf } from '../store/source-name.js'
import type { TenantStore } from '../store/store.js'
import { documentNameOf } from './heard-subjects.js'
import { appendThrough, commitThrough, type RowMaps, readThrough } from './row-maps.js'
import { subjectOf } from './subject.js'
import { upcastMaps } from './upcast-rows.js'

/** What labels are made from. */
export interface Labelling {
  readonly connections: ReadonlyMap<string, Connection>
  readonly upcasts: Upcasts
}

/**
 * A store that keeps with every body what it belongs to and the version of its shape, and gives out
 * every body in the newest shape.
 */
export function labelled(store: TenantStore, labelling: Labelling): TenantStore {
  const { connections, upcasts } = labelling
  const labelOf = (row: Labelled, name: string): BodyLabel => {
    const { entity, body } = row
    const subject = subjectOf(entity, { name, body })
    const schema = schemaVersion(upcasts, entity)
    return subject === undefined ? { schema } : { subject, schema }
  }
  const maps: RowMaps = {
    fact: (row) => {
      const name = row.body && documentNameOf(row, connections.get(row.connection))
      return name === undefined ? row : { ...row, subjects: [name] }
    },
    entity: (row) => ({ ...row, label: labelOf(row, refKey(row.source)) }),
    source: (row) => ({ ...hashedAgain(row), label: labelOf(row, nameOf(row)) }),
    effect: (row) => ({ ...row, label: labelOf(row, refKey(row.source)) }),
  }
  const reading = upcastMaps(upcasts)
  return {
    ...readThrough(store, (answer, take) => ok(take(answer, reading))),
    append: (request) => store.append(appendThrough(request, maps)),
    commit: (request) => store.commit(commitThrough(request, maps)),
  }
}

interface Labelled {
  readonly entity: EntityName
  readonly body: unknown
}

// in another shape it has another hash
function hashedAgain({ reshaped, ...row }: SourceRow): SourceRow {
  return reshaped ? { ...row, bodyHash: contentHash(row.body) } : row
}
