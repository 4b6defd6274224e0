const USUAL = 1_000

/** How many are asked for; throws for what is no number of things. */
export function limitOf({ limit = USUAL }: { readonly limit?: number }): number {
  if (Number.isSafeInteger(limit) && limit >= 0) return limit
  throw new Error(`limit is ${limit}: give a whole number, or leave it out for ${USUAL}`)
}
