import {
  type AuditEntry,
  actEntry,
  entryLeaf,
  storedEffectEntry,
  storedEntityEntry,
  storedFactEntry,
} from '../audit/audit-entry.js'
import { type AuditRow, auditRow, rowKeyOf } from '../audit/audit-row.js'
import { EMPTY_TREE, growTree } from '../audit/tree.js'
import type { Queries } from '../store/queries.js'
import { listOf, type Tables } from './tables.js'

/** Writes what happens into the audit log from now on. */
export function startAudit(tables: Tables): void {
  tables.audit ??= { entries: [], nodes: [], tree: EMPTY_TREE }
}

/** Adds what `entry` says to the audit log, if there is one. */
export function addEntry({ audit }: Tables, entry: () => AuditEntry): void {
  if (!audit) return
  const added = entry()
  const { state, nodes } = growTree(audit.tree, [entryLeaf(added)])
  audit.entries.push(added)
  audit.tree = state
  for (const { level, hash } of nodes) {
    const known = audit.nodes[level] ?? []
    known.push(hash)
    audit.nodes[level] = known
  }
}

/** The answers about the audit log. */
export const AUDIT_ANSWERS = {
  auditTree: ({ audit }: Tables) => audit?.tree ?? EMPTY_TREE,
  auditEntries: (
    { audit }: Tables,
    { from, limit }: Queries['auditEntries']['question'],
  ): readonly AuditEntry[] => audit?.entries.slice(from, from + limit) ?? [],
  auditNodes: (
    { audit }: Tables,
    { level, from, to }: Queries['auditNodes']['question'],
  ): readonly string[] => audit?.nodes[level]?.slice(from, to) ?? [],
  auditRows: (tables: Tables, { entries }: Queries['auditRows']['question']): readonly AuditRow[] =>
    entries.map((entry) => auditRow(entry, knownEntry(tables, entry))),
}

type Known = Parameters<typeof auditRow>[1]

function knownEntry(tables: Tables, entry: AuditEntry): Known {
  if (entry.kind === 'fact') {
    const [shard = 0, seq = 0] = entry.key.split('/').map(Number)
    const fact = listOf(tables.facts, shard)[seq - 1]
    return fact && storedFactEntry(fact)
  }
  if (entry.kind === 'act') {
    const act = tables.acts.find(({ id }) => id === entry.key)
    return act && actEntry(act)
  }
  if (entry.kind === 'entity') {
    const row = tables.entities.get(rowKeyOf(entry))
    return row && storedEntityEntry(row)
  }
  const stored = tables.effects.get(rowKeyOf(entry))
  return stored && storedEffectEntry(stored.effect)
}
