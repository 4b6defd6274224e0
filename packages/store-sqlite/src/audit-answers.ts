import {
  type Act,
  type AuditEntry,
  type AuditRow,
  actEntry,
  auditRow,
  type Queries,
  rowKeyOf,
  storedEffectEntry,
  storedEntityEntry,
  storedFactEntry,
} from '@canonry/sync'
import { treeOf } from './audit.js'
import { effectsWith } from './effect-rows.js'
import { openFacts } from './facts.js'
import { factsAt } from './journal.js'
import { parsed, type Scope } from './scope.js'
import { storedEntity } from './situation.js'
import { openEntity } from './stored.js'

/** The answers about the audit log; see the queries of a store. */
export const AUDIT_ANSWERS = {
  auditTree: ({ sql, tenant }: Scope) => treeOf(sql, tenant),
  auditEntries,
  auditNodes: (
    { sql, tenant }: Scope,
    { level, from, to }: Queries['auditNodes']['question'],
  ): readonly string[] =>
    sql
      .all(
        'SELECT hash FROM audit_node WHERE tenant = ? AND level = ? AND n >= ? AND n < ? ORDER BY n',
        tenant,
        level,
        from,
        to,
      )
      .map((row) => row['hash'] as string),
  auditRows: (scope: Scope, { entries }: Queries['auditRows']['question']): readonly AuditRow[] =>
    entries.map((entry) => auditRow(entry, knownEntry(scope, entry))),
}

function auditEntries(
  { sql, tenant }: Scope,
  { from, limit }: Queries['auditEntries']['question'],
): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  let at = from
  while (entries.length < limit) {
    const row = sql.get(
      `SELECT first, entries FROM audit_batch WHERE tenant = ? AND first <= ?
       ORDER BY first DESC LIMIT 1`,
      tenant,
      at,
    )
    const batch = row ? parsed<[AuditEntry['kind'], string, string][]>(row['entries']) : []
    const next = batch.slice(at - Number(row?.['first'] ?? 0))
    if (next.length === 0) break
    entries.push(...next.map(([kind, key, hash]) => ({ kind, key, hash })))
    at += next.length
  }
  return entries.slice(0, limit)
}

type Known = Parameters<typeof auditRow>[1]

function knownEntry(scope: Scope, entry: AuditEntry): Known {
  if (entry.kind === 'fact') return factNow(scope, entry)
  if (entry.kind === 'entity') return entityNow(scope, entry)
  if (entry.kind === 'effect') return effectNow(scope, entry)
  const { sql, tenant } = scope
  const row = sql.get('SELECT act FROM act WHERE tenant = ? AND id = ?', tenant, entry.key)
  return row && actEntry(parsed<Act>(row['act']))
}

function factNow(scope: Scope, { key }: AuditEntry): AuditEntry | undefined {
  const [shard = 0, seq = 0] = key.split('/').map(Number)
  const [fact] = openFacts(factsAt(scope, { shard, page: [seq] }))
  return fact && storedFactEntry(fact)
}

function entityNow({ sql, tenant }: Scope, entry: AuditEntry): Known {
  const row = sql.get(
    `SELECT e.*, b.body FROM entity e
     LEFT JOIN entity_body b ON b.tenant = e.tenant AND b.id = e.id WHERE e.tenant = ? AND e.id = ?`,
    tenant,
    rowKeyOf(entry),
  )
  return row && storedEntityEntry(openEntity(storedEntity(row), String))
}

function effectNow(scope: Scope, entry: AuditEntry): AuditEntry | undefined {
  const [effect] = effectsWith(scope, { keys: [rowKeyOf(entry)], limit: 1 })
  return effect && storedEffectEntry(effect)
}
