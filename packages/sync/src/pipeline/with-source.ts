import type { SourceRow } from '../store/rows.js'

/** Rows with what a source says now, last, in place of what it said before. */
export function withSource(rows: readonly SourceRow[], source: SourceRow): readonly SourceRow[] {
  const { connection, key } = source
  const others = rows.filter((row) => row.connection !== connection || row.key !== key)
  return [...others, source]
}
