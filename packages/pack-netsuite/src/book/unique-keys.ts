/** The keys in order; one that was there before gets a number, so that none stands twice. */
export function uniqueKeys(keys: readonly string[]): string[] {
  const seen = new Set<string>()
  return keys.map((key) => {
    let unique = key
    for (let count = 2; seen.has(unique); count += 1) unique = `${key}~${count}`
    seen.add(unique)
    return unique
  })
}
