const SUFFIX = '.myshopify.com'

/** The account of a shop domain: `acme.myshopify.com` is `acme`; other domains stay whole. */
export function accountOf(domain: string): string {
  const lower = domain.toLowerCase()
  return lower.endsWith(SUFFIX) ? lower.slice(0, -SUFFIX.length) : lower
}

/** The permanent domain of a shop's account. */
export function domainOf(account: string): string {
  return account.includes('.') ? account : `${account}${SUFFIX}`
}
