import { type AuditEntry, EMPTY_TREE, entryLeaf, growTree, type TreeState } from '@canonry/sync'
import type { Sql } from './sql.js'

/** What one transaction adds to the audit log of a tenant; nothing where there is none. */
export interface Audit {
  add(entry: () => AuditEntry): void
  save(): void
}

/** The end of a tenant's audit log, for one transaction: it is read once, and written once. */
export function openAudit(sql: Sql, { tenant, isOn }: { tenant: string; isOn: boolean }): Audit {
  const added: AuditEntry[] = []
  return {
    add: (entry) => {
      if (isOn) added.push(entry())
    },
    save: () => {
      if (added.length > 0) appendEntries(sql, { tenant, added })
    },
  }
}

/** The tree of a tenant's audit log. */
export function treeOf(sql: Sql, tenant: string): TreeState {
  const row = sql.get('SELECT size, open FROM audit_tree WHERE tenant = ?', tenant)
  return row ? { size: Number(row['size']), open: JSON.parse(row['open'] as string) } : EMPTY_TREE
}

function appendEntries(
  sql: Sql,
  { tenant, added }: { tenant: string; added: readonly AuditEntry[] },
): void {
  const tree = treeOf(sql, tenant)
  const { state, nodes } = growTree(tree, added.map(entryLeaf))
  const entries = added.map(({ kind, key, hash }) => [kind, key, hash])
  sql.run(
    'INSERT INTO audit_batch (tenant, first, entries) VALUES (?, ?, ?)',
    tenant,
    tree.size,
    JSON.stringify(entries),
  )
  for (const { level, index, hash } of nodes) {
    const statement = 'INSERT INTO audit_node (tenant, level, n, hash) VALUES (?, ?, ?, ?)'
    sql.run(statement, tenant, level, index, hash)
  }
  sql.run(
    `INSERT INTO audit_tree (tenant, size, open) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET size = excluded.size, open = excluded.open`,
    tenant,
    state.size,
    JSON.stringify(state.open),
  )
}
