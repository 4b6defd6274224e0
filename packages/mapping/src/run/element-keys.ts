const FEW = 16

/** Names the elements of one list: the n-th of equal keys is told apart by its number. */
export function createElementKeys(): (key: string) => string {
  const count = createCounter()
  return (key) => {
    const before = count(key)
    // a doubled sign stands for itself, so a single one before a number is always a count
    const name = key.includes('#') ? key.replaceAll('#', '##') : key
    return before === 0 ? name : `${name}#${before}`
  }
}

/** Counts how often a key was seen before. */
function createCounter(): (key: string) => number {
  const first: string[] = []
  let counts: Map<string, number> | undefined
  return (key) => {
    if (first.length < FEW) {
      const count = first.reduce((sum, earlier) => (earlier === key ? sum + 1 : sum), 0)
      first.push(key)
      return count
    }
    counts ??= countAll(first)
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    return count
  }
}

function countAll(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
