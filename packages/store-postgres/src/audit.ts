import { type AuditEntry, EMPTY_TREE, entryLeaf, growTree, type TreeState } from '@canonry/sync'
import type { SqlRow } from './pool-like.js'
import { columnsOf, type Sql } from './sql.js'

/** What one transaction adds to the audit log of a tenant; nothing where there is none. */
export interface Audit {
  add(entry: () => AuditEntry): void
  save(): Promise<void>
}

/** The end of a tenant's audit log, for one transaction: whoever saves first is first in the log. */
export function openAudit(
  sql: Sql,
  { tenant, isKept }: { tenant: string; isKept: boolean },
): Audit {
  const added: (() => AuditEntry)[] = []
  return {
    add: (entry) => void added.push(entry),
    save: async () => {
      if (added.length === 0 || !isKept) return
      await appendEntries(sql, { tenant, added: added.map((entry) => entry()) })
    },
  }
}

/** Gives a tenant an audit log, which it keeps. */
export async function startAudit(sql: Sql, tenant: string): Promise<void> {
  await sql.get('UPDATE @tenant SET audit = true WHERE tenant = $1 AND NOT audit', tenant)
}

/** The tree of a tenant's audit log. */
export async function treeOf(sql: Sql, tenant: string): Promise<TreeState> {
  return toTree(await sql.get('SELECT size, open FROM @audit_tree WHERE tenant = $1', tenant))
}

function toTree(row: SqlRow | undefined): TreeState {
  if (!row) return EMPTY_TREE
  return { size: Number(row['size']), open: JSON.parse(row['open'] as string) }
}

// one at a time from here to the end of the transaction
async function lockedTree(sql: Sql, tenant: string): Promise<TreeState> {
  const row = await sql.get(
    `INSERT INTO @audit_tree AS t (tenant, size, open) VALUES ($1, 0, $2)
     ON CONFLICT (tenant) DO UPDATE SET size = t.size RETURNING size, open`,
    tenant,
    JSON.stringify(EMPTY_TREE.open),
  )
  return toTree(row)
}

async function appendEntries(
  sql: Sql,
  { tenant, added }: { tenant: string; added: readonly AuditEntry[] },
): Promise<void> {
  const tree = await lockedTree(sql, tenant)
  const { state, nodes } = growTree(tree, added.map(entryLeaf))
  const entries = added.map(({ kind, key, hash }) => [kind, key, hash])
  await sql.get(
    'INSERT INTO @audit_batch (tenant, first, entries) VALUES ($1, $2, $3)',
    tenant,
    tree.size,
    JSON.stringify(entries),
  )
  await sql.all(
    `INSERT INTO @audit_node (tenant, level, n, hash)
     SELECT $1, * FROM unnest($2::int[], $3::bigint[], $4::text[])`,
    tenant,
    ...columnsOf(
      nodes,
      ({ level }) => level,
      ({ index }) => index,
      ({ hash }) => hash,
    ),
  )
  await sql.get(
    'UPDATE @audit_tree SET size = $2, open = $3 WHERE tenant = $1',
    tenant,
    state.size,
    JSON.stringify(state.open),
  )
}
