import { refKey } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import type { SourceRow } from '../store/rows.js'
import type { TenantStore } from '../store/store.js'
import { documentNameOf } from './heard-subjects.js'
import { appendThrough, commitThrough, type RowMaps } from './row-maps.js'
import { subjectOf } from './subject.js'

/** A store that keeps with every body what it belongs to. */
export function labelled(
  store: TenantStore,
  connections: ReadonlyMap<string, Connection>,
): TenantStore {
  const maps: RowMaps = {
    fact: (row) => {
      const name = row.body && documentNameOf(row, connections.get(row.connection))
      return name === undefined ? row : { ...row, subjects: [name] }
    },
    entity: (row) => ({ ...row, label: labelOf(row, refKey(row.source)) }),
    source: (row) => ({ ...row, label: labelOf(row, nameOf(row)) }),
    effect: (row) => ({ ...row, label: labelOf(row, refKey(row.source)) }),
  }
  return {
    ...store,
    append: (request) => store.append(appendThrough(request, maps)),
    commit: (request) => store.commit(commitThrough(request, maps)),
  }
}

function labelOf(
  { entity, body }: Pick<SourceRow, 'entity'> & { readonly body: unknown },
  name: string,
) {
  const subject = subjectOf(entity, { name, body })
  return subject === undefined ? {} : { subject }
}

/** The name of a source, as `refKey` prints it. */
export function nameOf({ key }: Pick<SourceRow, 'key'>): string {
  return key.slice(key.indexOf(':') + 1)
}
