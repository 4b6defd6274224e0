const A_DAY = 86_400_000

/**
 * When a `Retry-After` header allows the next try, whole epoch milliseconds: seconds from `now` (Shopify
 * writes them with a point, `2.0`), or an HTTP date; `undefined` for none, and for what is neither. Never
 * later than in a day, whatever a header says.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAtOf(header: string | null | undefined, now: number): number | undefined {
  const said = header?.trim() ?? ''
  const latest = now + A_DAY
  if (/^\d{1,9}(\.\d{1,9})?$/.test(said))
    return Math.min(Math.ceil(now + Number(said) * 1_000), latest)
  // a date names its day; of other texts engines make dates as they please
  const at = /^[A-Z][a-z]+, /.test(said) ? Date.parse(said) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at, now), latest)
}
