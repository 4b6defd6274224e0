/** Admits so many calls a second, and as many at once. */
export function createBucket(perSecond: number, now: () => number): () => boolean {
  let tokens = perSecond
  let filledAt = now()
  return () => {
    const at = now()
    tokens = Math.min(perSecond, tokens + ((at - filledAt) / 1000) * perSecond)
    filledAt = at
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
