/** Where keys that begin with a prefix are looked for, in the order of their bytes. */
export interface PrefixRange {
  readonly from: string
  /** Whether `from` is one of them, or only what comes behind it. */
  readonly isIncluded: boolean
  /** Excluded. */
  readonly to: string
}

/**
 * Ranges, one behind the other, of keys that begin with one of some prefixes and come behind `after`,
 * for stores that keep keys in the order of their bytes: of two prefixes that begin alike the shorter
 * one says it all.
 */
export function prefixRanges(prefixes: readonly string[], after: string): readonly PrefixRange[] {
  const kept: string[] = []
  for (const prefix of [...prefixes].sort(byBytes)) {
    const last = kept.at(-1)
    if (last === undefined || !prefix.startsWith(last)) kept.push(prefix)
  }
  return kept.map((prefix) => {
    const isIncluded = byBytes(after, prefix) < 0
    return { from: isIncluded ? prefix : after, isIncluded, to: `${prefix}\u{10ffff}` }
  })
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
