import { limitOf } from '../people/limit-of.js'
import { answered } from '../store/answered.js'
import type { TenantStore } from '../store/store.js'
import { type AuditEntry, entryLeaf } from './audit-entry.js'
import type { AuditReport } from './audit-report.js'
import { consistencyPath, inclusionPath, rootAt, type TreeReader } from './proofs.js'
import { verifyLog } from './verify-log.js'
import type { AuditHead, InclusionProof } from './verify-proofs.js'

/** A part of the log, `to` excluded; default: all of it. */
export interface AuditRange {
  readonly from?: number
  readonly to?: number
}

/**
 * The audit log: a Merkle tree (RFC 6962) over the hashes of accepted facts, revisions of entities,
 * steps of effects, and acts of people, written with what it proves.
 *
 * A head that is kept elsewhere proves later that nothing before it was changed or taken away.
 */
export interface AuditLog {
  head(): Promise<AuditHead>
  /** Entries in their order, at most `limit` (default 1,000). */
  entries(page?: { from?: number; limit?: number }): Promise<readonly AuditEntry[]>
  /** What proves, with the head of that size, that the entry at an index is in the log. */
  inclusion(index: number, size: number): Promise<InclusionProof>
  /** What proves, with both heads, that the smaller log is the beginning of the larger. */
  consistency(before: number, after: number): Promise<readonly string[]>
  /** Compares entries with the tree, and rows that did not move on with their entries. */
  verify(range?: AuditRange): Promise<AuditReport>
}

/** The audit log of a tenant. */
export function auditLogOf(store: TenantStore): AuditLog {
  const reader = readerOf(store)
  const sizeNow = async () => (await answered(store.query<'auditTree'>({ kind: 'auditTree' }))).size
  return {
    head: async () => {
      const size = await sizeNow()
      return { size, root: await rootAt(reader, size) }
    },
    entries: async ({ from = 0, ...page } = {}) => {
      checkPlace(from)
      return entriesIn(store, { from, limit: limitOf(page) })
    },
    inclusion: async (index, size) => {
      checkSize(size, await sizeNow())
      checkIndex(index, size)
      const [leaf = ''] = await reader.hashes({ level: 0, from: index, to: index + 1 })
      return { index, leaf, path: await inclusionPath(reader, { index, size }) }
    },
    consistency: async (from, to) => {
      checkSize(to, await sizeNow())
      checkSize(from, to)
      return consistencyPath(reader, { from, to })
    },
    verify: async ({ from = 0, to } = {}) => {
      for (const index of [from, to ?? from]) checkPlace(index)
      return verifyLog(store, { from, to })
    },
  }
}

/** Stored hashes of a store's tree. */
export function readerOf(store: TenantStore): TreeReader {
  return {
    hashes: async ({ level, from, to }) => {
      if (level > 0) {
        return answered(store.query<'auditNodes'>({ kind: 'auditNodes', level, from, to }))
      }
      return (await entriesIn(store, { from, limit: to - from })).map(entryLeaf)
    },
  }
}

function entriesIn(
  store: TenantStore,
  page: { from: number; limit: number },
): Promise<readonly AuditEntry[]> {
  return answered(store.query<'auditEntries'>({ kind: 'auditEntries', ...page }))
}

function checkPlace(index: number): void {
  if (Number.isSafeInteger(index) && index >= 0) return
  throw new Error(`there is no entry ${index}: the first is at 0`)
}

function checkSize(size: number, known: number): void {
  if (Number.isInteger(size) && size >= 0 && size <= known) return
  throw new Error(`the log had never ${size} entries: give a size up to ${known}`)
}

function checkIndex(index: number, size: number): void {
  if (Number.isInteger(index) && index >= 0 && index < size) return
  throw new Error(`a log of ${size} entries has none at ${index}: the first is at 0`)
}
