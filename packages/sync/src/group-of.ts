/** Rows by a name of theirs, each group in the order of the rows. */
export function groupOf<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const name = nameOf(row)
    const known = groups.get(name)
    if (known) known.push(row)
    else groups.set(name, [row])
  }
  return groups
}
