/** The outcome of comparing two versions of one thing from one source. */
export type VersionOrder = 'newer' | 'older' | 'same' | 'incomparable'

/**
 * Compares two versions that one source gave to one thing; versions of two sources never compare.
 *
 * Whole numbers of any length compare as numbers, RFC 3339 instants as moments (to the last digit
 * of the second), and parts joined by `/` one after the other, as in `2026-01-01T00:00:00Z/17`.
 * Anything else, and versions of two kinds, compare only by equality. Within one kind every two
 * versions compare, and comparing is transitive.
 */
export function compareVersions(candidate: string, current: string): VersionOrder {
  if (candidate === current) return 'same'
  const isCounted = candidate.length === current.length && WHOLE.test(candidate)
  // whole numbers of one length are in the order of their texts
  if (isCounted && WHOLE.test(current)) return candidate > current ? 'newer' : 'older'
  const [a, b] = [candidate.split('/'), current.split('/')]
  if (a.length !== b.length) return 'incomparable'
  const orders = a.map((part, index) => compareParts(part, b[index] ?? ''))
  // kinds are compared first, so that no earlier part hides that two versions are of two kinds
  if (orders.includes('incomparable')) return 'incomparable'
  return orders.find((order) => order !== 'same') ?? 'same'
}

function compareParts(candidate: string, current: string): VersionOrder {
  const [a, b] = [rankOf(candidate), rankOf(current)]
  if (!a || !b || a.kind !== b.kind) return candidate === current ? 'same' : 'incomparable'
  if (a.whole !== b.whole) return a.whole > b.whole ? 'newer' : 'older'
  if (a.fraction === b.fraction) return 'same'
  return a.fraction > b.fraction ? 'newer' : 'older'
}

/** What a part of a version is compared by; a fraction is text without trailing zeros. */
interface Rank {
  readonly kind: 'number' | 'instant'
  readonly whole: bigint
  readonly fraction: string
}

const WHOLE = /^\d{1,1000}$/
const INSTANT = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,100}))?([Zz]|[+-]\d\d:\d\d)$/

function rankOf(part: string): Rank | undefined {
  if (WHOLE.test(part)) return { kind: 'number', whole: BigInt(part), fraction: '' }
  const [, seconds, fraction = '', offset] = INSTANT.exec(part) ?? []
  if (seconds === undefined || offset === undefined) return undefined
  const milliseconds = Date.parse(`${seconds}${offset}`.toUpperCase())
  if (Number.isNaN(milliseconds)) return undefined
  return {
    kind: 'instant',
    whole: BigInt(milliseconds),
    fraction: fraction.replace(/0+$/, ''),
  }
}
