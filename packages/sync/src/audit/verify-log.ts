import { answered } from '../store/answered.js'
import type { TenantStore } from '../store/store.js'
import { type AuditEntry, entryLeaf } from './audit-entry.js'
import type { AuditProblem, AuditReport } from './audit-report.js'
import { GROUP, type TreeState } from './tree.js'
import { rootOfWhole } from './tree-hash.js'

const PAGE = GROUP * GROUP
const SHOWN = 100

/**
 * Checks entries against the tree, and rows against their entries; widened to whole groups.
 *
 * The log is judged as it is when this begins: what is written meanwhile only adds to it.
 */
export async function verifyLog(
  store: TenantStore,
  { from, to }: { readonly from: number; readonly to: number | undefined },
): Promise<AuditReport> {
  const tree = await answered(store.query<'auditTree'>({ kind: 'auditTree' }))
  const end = Math.min(to ?? tree.size, tree.size)
  const start = Math.floor(from / GROUP) * GROUP
  const leaves = { level: 0, from: start, to: Math.min(wholeGroups(end), tree.size) }
  const problems: AuditProblem[] = []
  for (const part of partsOf(leaves)) {
    if (problems.length >= SHOWN) break
    const { from: at } = part
    const limit = part.to - at
    const entries = await answered(
      store.query<'auditEntries'>({ kind: 'auditEntries', from: at, limit }),
    )
    problems.push(...(await rowProblems(store, { entries, at })))
    const hashes = entries.map(entryLeaf)
    problems.push(...(await treeProblems(store, { hashes, part, tree })))
  }
  problems.push(...(await nodeProblems(store, { from: start, to: end, tree })))
  return { checked: Math.max(0, end - start), problems: problems.slice(0, SHOWN) }
}

/** Hashes of one level of the tree, `to` excluded; begins with a whole group. */
interface Part {
  readonly level: number
  readonly from: number
  readonly to: number
}

function partsOf({ level, from, to }: Part): readonly Part[] {
  const parts = Array.from({ length: Math.max(0, Math.ceil((to - from) / PAGE)) })
  return parts.map((_, index) => {
    const at = from + index * PAGE
    return { level, from: at, to: Math.min(at + PAGE, to) }
  })
}

function wholeGroups(count: number): number {
  return Math.ceil(count / GROUP) * GROUP
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

interface Judged {
  readonly hashes: readonly string[]
  readonly part: Part
  readonly tree: TreeState
}

// the hashes of a level against what stands over them: nodes over whole groups, else what is open
async function treeProblems(
  store: TenantStore,
  { hashes, part: { level, from, to }, tree: { open } }: Judged,
): Promise<AuditProblem[]> {
  const first = from / GROUP
  const range = { level: level + 1, from: first, to: first + Math.floor((to - from) / GROUP) }
  const nodes = await answered(store.query<'auditNodes'>({ kind: 'auditNodes', ...range }))
  const groups = Array.from({ length: Math.ceil((to - from) / GROUP) }, (_, index) =>
    hashes.slice(index * GROUP, (index + 1) * GROUP),
  )
  return groups.flatMap((group, index): AuditProblem[] => {
    const isWhole = first + index < range.to
    const holds = isWhole
      ? group.length === GROUP && rootOfWhole(group) === nodes[index]
      : (open[level] ?? []).join() === group.join()
    const leaf = (first + index) * GROUP ** (level + 1)
    return holds ? [] : [{ kind: 'tree-changed', index: leaf }]
  })
}

async function nodeProblems(
  store: TenantStore,
  { from, to, tree }: { from: number; to: number; tree: TreeState },
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = []
  for (let level = 1; GROUP ** level <= to; level++) {
    const covered = GROUP ** level
    const known = Math.floor(tree.size / covered)
    const start = Math.floor(from / covered / GROUP) * GROUP
    const end = Math.min(wholeGroups(Math.ceil(to / covered)), known)
    for (const part of partsOf({ level, from: start, to: end })) {
      const hashes = await answered(store.query<'auditNodes'>({ kind: 'auditNodes', ...part }))
      problems.push(...(await treeProblems(store, { hashes, part, tree })))
    }
  }
  return problems
}
