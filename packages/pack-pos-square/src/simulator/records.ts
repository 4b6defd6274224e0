import { lowerBound } from './lower-bound.js'
import type { Wire } from './wire.js'

/** An order or payment, and since when searches find it; it is printed where it is asked for. */
export interface StoredRecord {
  readonly id: string
  readonly location: string
  readonly updatedAt: number
  readonly foundFrom: number
  print(): Wire
}

/** Which records a search finds. */
export interface RecordQuestion {
  readonly locations: readonly string[]
  readonly since: number
  readonly now: number
}

/** Orders or payments by their id, and of each location in the order of their last change. */
export interface Records {
  /** Takes a record down that was changed no earlier than any before. */
  add(record: StoredRecord): void
  get(id: string): StoredRecord | undefined
  /** Of the given locations, the oldest change first. */
  search(question: RecordQuestion): readonly StoredRecord[]
}

/** Opens the records of a merchant. A search costs what it finds, however much there is. */
export function createRecords(): Records {
  const byId = new Map<string, StoredRecord>()
  const byLocation = new Map<string, StoredRecord[]>()
  return {
    add(record) {
      byId.set(record.id, record)
      const there = byLocation.get(record.location)
      if (there) there.push(record)
      else byLocation.set(record.location, [record])
    },
    get: (id) => byId.get(id),
    search({ locations, since, now }) {
      const found = [...new Set(locations)].flatMap((location) => {
        const there = byLocation.get(location) ?? []
        return there.slice(lowerBound(there, ({ updatedAt }) => updatedAt < since))
      })
      return found
        .filter(({ foundFrom }) => foundFrom <= now)
        .sort((a, b) => a.updatedAt - b.updatedAt)
    },
  }
}
