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
import { toEffects } from './effect-rows.js'
import { factsAt } from './read.js'
import { parsed, type Scope } from './scope.js'
import { toEntity } from './situation.js'

/** The answers about the audit log; see the queries of a store. */
export const AUDIT_ANSWERS = {
  auditTree: ({ sql, tenant }: Scope) => treeOf(sql, tenant),
  auditEntries,
  auditNodes,
  auditRows,
}

async function auditNodes(
  { sql, tenant }: Scope,
  { level, from, to }: Queries['auditNodes']['question'],
): Promise<readonly string[]> {
  const rows = await sql.all(
    `SELECT hash FROM @audit_node
     WHERE tenant = $1 AND level = $2 AND n >= $3 AND n < $4 ORDER BY n`,
    tenant,
    level,
    from,
    to,
  )
  return rows.map((row) => row['hash'] as string)
}

async function auditEntries(
  { sql, tenant }: Scope,
  { from, limit }: Queries['auditEntries']['question'],
): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = []
  let at = from
  while (entries.length < limit) {
    const row = await sql.get(
      `SELECT first, entries FROM @audit_batch WHERE tenant = $1 AND first <= $2
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

async function auditRows(
  scope: Scope,
  { entries }: Queries['auditRows']['question'],
): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  for (const entry of entries) rows.push(auditRow(entry, await knownEntry(scope, entry)))
  return rows
}

type Known = Parameters<typeof auditRow>[1]

async function knownEntry(scope: Scope, entry: AuditEntry): Promise<Known> {
  if (entry.kind === 'fact') return factNow(scope, entry)
  if (entry.kind === 'entity') return entityNow(scope, entry)
  if (entry.kind === 'effect') return effectNow(scope, entry)
  const { sql, tenant } = scope
  const row = await sql.get(
    'SELECT act FROM @act WHERE tenant IS NOT DISTINCT FROM $1 AND id = $2',
    tenant,
    entry.key,
  )
  return row && actEntry(parsed<Act>(row['act']))
}

async function factNow(scope: Scope, { key }: AuditEntry): Promise<Known> {
  const [shard = 0, seq = 0] = key.split('/').map(Number)
  const [fact] = await factsAt(scope, [{ shard, seq }])
  return fact && storedFactEntry(fact)
}

async function entityNow({ sql, tenant }: Scope, entry: AuditEntry): Promise<Known> {
  const row = await sql.get(
    `SELECT e.*, b.body, b.label FROM @entity e
     LEFT JOIN @entity_body b ON b.tenant IS NOT DISTINCT FROM e.tenant AND b.id = e.id
     WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.id = $2`,
    tenant,
    rowKeyOf(entry),
  )
  return row && storedEntityEntry(toEntity(row))
}

async function effectNow({ sql, tenant }: Scope, entry: AuditEntry): Promise<Known> {
  const rows = await sql.all(
    `SELECT e.fence, e.step, e.decided, b.body, b.label FROM @effect e LEFT JOIN @effect_body b ON b.seq = e.seq
     WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.key = $2`,
    tenant,
    rowKeyOf(entry),
  )
  const [effect] = toEffects(rows)
  return effect && storedEffectEntry(effect)
}
