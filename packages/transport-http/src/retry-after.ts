const LONGEST_MS = 86_400_000

/**
 * The moment (epoch ms) that a `Retry-After` names, in seconds or as a date (RFC 9110, 10.2.3); never
 * later than in a day, whatever an endpoint says.
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const at = /^\d{1,10}$/.test(text) ? now + Number(text) * 1_000 : Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at, now), now + LONGEST_MS)
}
