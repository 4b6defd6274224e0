/**
 * How many calls a shop still takes at once, by the header `X-Shopify-Shop-Api-Call-Limit: 32/40`
 * (https://shopify.dev/docs/api/admin-rest/usage/rate-limits); nothing for any other text.
 */
export function callsLeft(headers: Headers | undefined): number | undefined {
  const limit = headers?.get('x-shopify-shop-api-call-limit')
  const [, used, size] = /^(\d+)\/(\d+)$/.exec(limit ?? '') ?? []
  return used === undefined ? undefined : Math.max(0, Number(size) - Number(used))
}
