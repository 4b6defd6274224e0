import type { EffectRow } from '../effects/effect.js'
import { rowOf } from '../effects/effect-step.js'
import type { Queries } from '../store/queries.js'
import type { SourceRow } from '../store/rows.js'
import type { PullWrite } from '../store/writes.js'
import { putFinding } from './findings.js'
import { writeExceptions } from './notes.js'
import type { Tables } from './tables.js'

/** Records a step of a pull and says whether it was the next one. */
export function writePull(
  tables: Tables,
  { now, pull }: { now: number; pull: PullWrite },
): boolean {
  const { connections, seen } = tables
  const { connection, version, pull: state } = pull.row
  if ((connections.get(connection)?.version ?? 0) !== version - 1) return false
  connections.set(connection, pull.row)
  const known = seen.get(connection) ?? new Set()
  for (const key of pull.seen) known.add(key)
  if (state.phase === 'done') seen.delete(connection)
  else seen.set(connection, known)
  for (const write of pull.findings) putFinding(tables, write)
  writeExceptions(tables, { now, exceptions: pull.exceptions })
  return true
}

/** Source keys that a scan did not see; see the store port. */
export function absentKeys(
  tables: Tables,
  question: Queries['absent']['question'],
): readonly string[] {
  const { connection, prefixes, after, before, limit } = question
  const seen = tables.seen.get(connection)
  const begins = beginningOf(prefixes)
  const isAbsent = (row: SourceRow) =>
    row.connection === connection &&
    row.deletedAt === undefined &&
    row.key > after &&
    begins(row.key) &&
    !seen?.has(row.key) &&
    heardAt(tables, row) < before
  const rows = [...tables.sources.values()].flatMap((known) => [...known.values()])
  const keys = rows.filter(isAbsent).map(({ key }) => key)
  return keys.sort().slice(0, limit)
}

/** Whether a key begins with one of many prefixes. */
function beginningOf(prefixes: readonly string[]): (key: string) => boolean {
  // of two that begin alike the shorter one says it all
  const kept: string[] = []
  for (const prefix of [...prefixes].sort()) {
    if (kept.length === 0 || !prefix.startsWith(kept.at(-1) as string)) kept.push(prefix)
  }
  return (key) => {
    let [low, high] = [0, kept.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((kept[middle] as string) <= key) low = middle + 1
      else high = middle
    }
    return low > 0 && key.startsWith(kept[low - 1] as string)
  }
}

function heardAt({ facts }: Tables, { shard, seq }: SourceRow): number {
  return facts.get(shard)?.[seq - 1]?.receivedAt ?? 0
}

/** Connections whose changes lead only to proposals. */
export function planningIn({ connections }: Tables): readonly string[] {
  const planning = [...connections.values()].filter(({ stage }) => stage === 'plan')
  return planning.map(({ connection }) => connection)
}

/** Effects that are proposed because of a connection, oldest first. */
export function proposalsOf(
  { effects }: Tables,
  { connection }: { connection: string },
): readonly EffectRow[] {
  return [...effects.values()]
    .filter(({ effect }) => effect.state === 'proposed' && effect.proposedBy === connection)
    .map(({ effect }) => rowOf(effect))
}

/** How many facts that were received at or before a moment are not processed. */
export function undecidedBefore(
  { facts, cursors }: Tables,
  { before }: { before: number },
): number {
  const waiting = [...facts].flatMap(([shard, all]) => all.slice(cursors.get(shard) ?? 0))
  return waiting.filter(({ receivedAt }) => receivedAt <= before).length
}
