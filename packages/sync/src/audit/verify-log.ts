import { answered } from '../store/answered.js'
import type { TenantStore } from '../store/store.js'
import { type AuditEntry, entryLeaf } from './audit-entry.js'
import type { AuditReport } from './audit-log.js'
import { GROUP } from './tree.js'
import { rootOfWhole } from './tree-hash.js'

/**
 * Something that is not as it was written.
 *
 * `row-changed`, `row-missing`: what the entry is about. `tree-changed`: entries or nodes under a
 * node of the tree; `index` is the first leaf that it covers.
 */
export interface AuditProblem {
  readonly kind: 'row-changed' | 'row-missing' | 'tree-changed'
  readonly index: number
  readonly entry?: AuditEntry
}

const PAGE = GROUP * GROUP
const SHOWN = 100

/** Checks entries against the tree, and rows against their entries; widened to whole groups. */
export async function verifyLog(
  store: TenantStore,
  { from, to }: { from: number; to: number },
): Promise<AuditReport> {
  const start = Math.floor(from / GROUP) * GROUP
  const problems: AuditProblem[] = []
  for (let at = start; at < to && problems.length < SHOWN; at += PAGE) {
    const page = await answered(
      store.query<'auditEntries'>({ kind: 'auditEntries', from: at, limit: PAGE }),
    )
    const within = page.slice(0, Math.ceil((to - at) / GROUP) * GROUP)
    problems.push(...(await rowProblems(store, { entries: within, at })))
    const hashes = within.map(entryLeaf)
    problems.push(...(await treeProblems(store, { hashes, level: 0, at })))
  }
  problems.push(...(await nodeProblems(store, { from: start, to })))
  return { checked: Math.max(0, to - start), problems: problems.slice(0, SHOWN) }
}

async function rowProblems(
  store: TenantStore,
  { entries, at }: { entries: readonly AuditEntry[]; at: number },
): Promise<AuditProblem[]> {
  const rows = await answered(store.query<'auditRows'>({ kind: 'auditRows', entries }))
  return entries.flatMap((entry, offset): AuditProblem[] => {
    const row = rows[offset]
    const index = at + offset
    if (!row || row.kind === 'missing') return [{ kind: 'row-missing', index, entry }]
    const isChanged = row.kind === 'present' && row.hash !== entry.hash
    return isChanged ? [{ kind: 'row-changed', index, entry }] : []
  })
}

// the hashes of a level against what stands over them: nodes over whole groups, else what is open
async function treeProblems(
  store: TenantStore,
  { hashes, level, at }: { hashes: readonly string[]; level: number; at: number },
): Promise<AuditProblem[]> {
  const covered = GROUP ** level
  const first = at / covered / GROUP
  const groups = Array.from({ length: Math.ceil(hashes.length / GROUP) }, (_, index) =>
    hashes.slice(index * GROUP, (index + 1) * GROUP),
  )
  const nodes = await answered(
    store.query<'auditNodes'>({
      kind: 'auditNodes',
      level: level + 1,
      from: first,
      to: first + groups.length,
    }),
  )
  const { open } = await answered(store.query<'auditTree'>({ kind: 'auditTree' }))
  return groups.flatMap((group, index): AuditProblem[] => {
    const stored = nodes[index]
    const holds =
      stored === undefined
        ? (open[level] ?? []).slice(0, group.length).join() === group.join()
        : group.length === GROUP && rootOfWhole(group) === stored
    return holds ? [] : [{ kind: 'tree-changed', index: (first + index) * GROUP * covered }]
  })
}

async function nodeProblems(
  store: TenantStore,
  { from, to }: { from: number; to: number },
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = []
  for (let level = 1; GROUP ** level < to; level++) {
    const covered = GROUP ** level
    const start = Math.floor(from / (covered * GROUP)) * GROUP
    for (let at = start; at * covered < to; at += PAGE) {
      const range = { level, from: at, to: at + PAGE }
      const hashes = await answered(store.query<'auditNodes'>({ kind: 'auditNodes', ...range }))
      problems.push(...(await treeProblems(store, { hashes, level, at: at * covered })))
    }
  }
  return problems
}
