import type { StoredRecord } from './stored-record.js'

/** The records of one type, found by either of their ids. */
export interface Records {
  get(id: string): StoredRecord | undefined
  named(externalId: string): StoredRecord | undefined
  set(id: string, record: StoredRecord): void
  delete(id: string): void
  /** In the order of their creation. */
  values(): Iterable<StoredRecord>
  size(): number
}

/** No records yet. */
export function createRecords(): Records {
  const byId = new Map<string, StoredRecord>()
  const idsByName = new Map<string, string>()
  const forgetName = (id: string) => {
    const name = byId.get(id)?.externalId
    if (name !== undefined) idsByName.delete(name)
  }
  return {
    get: (id) => byId.get(id),
    named: (externalId) => byId.get(idsByName.get(externalId) ?? ''),
    set: (id, record) => {
      forgetName(id)
      byId.set(id, record)
      if (record.externalId !== undefined) idsByName.set(record.externalId, id)
    },
    delete: (id) => {
      forgetName(id)
      byId.delete(id)
    },
    values: () => byId.values(),
    size: () => byId.size,
  }
}
