/**
 * Where places of a folded document stand in the document as it is sent, out of a table of prefixes:
 * the longest that fits is replaced by each of its own; a place that none fits stands where it is.
 */
export function movedPlaces(
  table: Readonly<Record<string, readonly string[]>>,
): (pointer: string) => readonly string[] {
  const prefixes = Object.entries(table).sort(([a], [b]) => b.length - a.length)
  return (pointer) => {
    const found = prefixes.find(([prefix]) => `${pointer}/`.startsWith(`${prefix}/`))
    if (!found) return [pointer]
    const [prefix, places] = found
    return places.map((place) => place + pointer.slice(prefix.length))
  }
}
