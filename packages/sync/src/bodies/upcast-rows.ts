import type { EntityName } from '@canonry/model'
import { schemaVersion, type Upcasts, upcast } from '@canonry/pack'
import type { BodyLabel, Unreadable } from '../store/body-label.js'
import type { SourceRow } from '../store/rows.js'
import type { RowMaps } from './row-maps.js'

type Body = SourceRow['body']

interface Stored {
  readonly entity: EntityName
  readonly body: unknown
  readonly label?: BodyLabel
  readonly unreadable?: Unreadable
}

/**
 * Reads rows of every version in the newest shape; one that cannot be read says why, and keeps its
 * body as it is.
 */
export function upcastMaps(upcasts: Upcasts): RowMaps {
  return {
    fact: (row) => row,
    entity: (row) => {
      const read = inNewestShape(upcasts, row)
      return read ? { ...row, ...(read as { readonly body: Body }) } : row
    },
    source: (row) => {
      const read = inNewestShape(upcasts, row)
      if (!read || 'unreadable' in read) return read ? { ...row, ...read } : row
      return { ...row, body: read.body as Body, reshaped: true }
    },
    effect: (row) => {
      const read = inNewestShape(upcasts, row)
      return read ? { ...row, ...read } : row
    },
  }
}

type Upcast = { readonly body: unknown } | { readonly unreadable: Unreadable }

/** What changes of a row; `undefined` for one that has the newest shape. */
function inNewestShape(upcasts: Upcasts, row: Stored): Upcast | undefined {
  const { entity, body, label, unreadable } = row
  if (unreadable) return undefined
  const schema = label?.schema ?? 1
  if (schema === schemaVersion(upcasts, entity)) return undefined
  return upcast(upcasts, { entity, schema, body }).match<Upcast>(
    (body) => ({ body }),
    (unreadable) => ({ unreadable }),
  )
}
