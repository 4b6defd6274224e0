import { compareVersions } from '@canonry/model'

/** What decides whether a document of a source is news. */
export interface SourceVersion {
  /** The version that the source gave, if it gives any. */
  readonly version?: string
  /** The dialect in which it was heard. */
  readonly resource: string
  /** The revision of the mapping that read it. */
  readonly mapping: number
  readonly bodyHash: string
  /** Present when the source was known to have it no longer. */
  readonly deletedAt?: number
}

/**
 * What to do with a document: `apply` it, skip it as `stale`, or `read` the source again, because
 * the two documents cannot both be the state of one version.
 */
export type Verdict = 'apply' | 'stale' | 'read'

/**
 * Compares a document with what its source last said about the same thing.
 *
 * A newer version is applied, an older one is stale, whatever the dialects. Of one version, a
 * document read with a higher revision of the same mapping is applied again, one with the same
 * content is stale, and other content leads to a read. What
 * was asked for or handed over (`asked`) is the source's word and is never read again.
 *
 * Of what was deleted, only a document that was asked for says that it is there again.
 */
export function judgeVersion(
  incoming: SourceVersion & { readonly asked: boolean },
  current: SourceVersion | undefined,
): Verdict {
  if (!current) return 'apply'
  const order = orderOf(incoming, current)
  if (order === 'older') return 'stale'
  if (current.deletedAt !== undefined) return judgeRevival(incoming.asked, order)
  if (order === 'newer') return 'apply'
  // revisions count the mappings of one dialect
  const isRemapped = incoming.resource === current.resource && incoming.mapping !== current.mapping
  if (order === 'same' && isRemapped) {
    return incoming.mapping > current.mapping ? 'apply' : 'stale'
  }
  if (incoming.bodyHash === current.bodyHash) return 'stale'
  return incoming.asked ? 'apply' : 'read'
}

function judgeRevival(asked: boolean, order: 'newer' | 'same' | 'incomparable'): Verdict {
  if (asked) return 'apply'
  return order === 'same' ? 'stale' : 'read'
}

function orderOf(incoming: SourceVersion, current: SourceVersion) {
  return incoming.version === undefined || current.version === undefined
    ? 'incomparable'
    : compareVersions(incoming.version, current.version)
}
