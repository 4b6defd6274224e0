/**
 * The query of the next page in a `Link` header, or `undefined` on the last page.
 *
 * Source: https://shopify.dev/docs/api/admin-rest/usage/pagination
 */
export function nextPage(header: string | null): string | undefined {
  for (const part of header?.split(',') ?? []) {
    const found = /<([^>]+)>\s*;\s*rel="?next"?/.exec(part)
    if (found?.[1]) return new URL(found[1]).search.slice(1)
  }
  return undefined
}
