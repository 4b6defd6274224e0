/** When a `Retry-After` header allows the next try (epoch ms): seconds from now, or an HTTP date. */
export function retryAtOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  if (/^\s*\d{1,9}\s*$/.test(header)) return now + Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : at
}
