const SUFFIX = '.myshopify.com'

/** The account of a shop domain: `acme.myshopify.com` is `acme`; other domains stay whole. */
export function accountOf(domain: string): string {
  const lower = domain.toLowerCase()
  return lower.endsWith(SUFFIX) ? lower.slice(0, -SUFFIX.length) : lower
}

/**
 * The account of a shop as a connection is given it: `acme`, or its domain. Throws for an address or
 * anything else that is no host name; a shop that is missing is none.
 */
export function accountOfShop(shop: string | undefined): string {
  const account = accountOf(shop ?? '')
  if (account === '' || /^[\w-]+(\.[\w-]+)*$/.test(account)) return account
  throw new Error(`"${shop}" is no shop: give its name or its domain, acme or acme.myshopify.com`)
}

/** The permanent domain of a shop's account. */
export function domainOf(account: string): string {
  return account.includes('.') ? account : `${account}${SUFFIX}`
}
