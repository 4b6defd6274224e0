import { instantMs } from '../value/instant.js'

/** The outcome of comparing two versions of one thing from one source. */
export type VersionOrder = 'newer' | 'older' | 'same' | 'incomparable'

/**
 * Compares two versions that one source gave to one thing; versions of two sources never compare.
 *
 * Whole numbers of any length compare as numbers, RFC 3339 instants as moments, anything else only
 * by equality.
 */
export function compareVersions(candidate: string, current: string): VersionOrder {
  if (candidate === current) return 'same'
  if (/^\d+$/.test(candidate) && /^\d+$/.test(current)) {
    return BigInt(candidate) > BigInt(current) ? 'newer' : 'older'
  }
  const a = instantMs(candidate)
  const b = instantMs(current)
  if (Number.isNaN(a) || Number.isNaN(b)) return 'incomparable'
  if (a === b) return 'same'
  return a > b ? 'newer' : 'older'
}
