import { compareVersions } from '@canonry/model'
import type { Resource } from '@canonry/pack'

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
  /** Where the fact that says so stands in the journal; absent while it stands nowhere. */
  readonly shard?: number
  readonly seq?: number
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
 * was asked for or handed over (`asked`) is the source's word and is never read again. What was
 * journaled before is no news, unless its version says so: a replay meets such facts. It also meets the
 * very fact that is known: where that says something else, its mapping does, as with fields of one's own,
 * whether or not somebody thought of the revision.
 *
 * Of what was deleted, only a document that was asked for says that it is there again.
 */
export function judgeVersion(
  incoming: SourceVersion & { readonly asked: boolean },
  current: SourceVersion | undefined,
): Verdict {
  if (!current) return 'apply'
  const order = orderOf(incoming, current)
  if (order === 'older' || (order !== 'newer' && isBefore(incoming, current))) return 'stale'
  if (current.deletedAt !== undefined) return judgeRevival(incoming.asked, order)
  if (order === 'newer') return 'apply'
  if (order === 'same' && isRemapped(incoming, current)) {
    return incoming.mapping > current.mapping ? 'apply' : 'stale'
  }
  return incoming.bodyHash === current.bodyHash ? 'stale' : judgeContent(incoming, current)
}

/** The word of a source about a document, and what would read it. */
interface Heard {
  readonly version?: string
  readonly resource: Pick<Resource, 'name' | 'revision'>
}

/**
 * Whether what a source says of the version it tells of is known, and nothing is to be read: it is the
 * one that is known, or an older one, was read by a mapping as new as this one, and is there.
 */
export function isKnownVersion(
  { version, resource: { name: resource, revision: mapping } }: Heard,
  current: SourceVersion & { readonly erased?: true },
): boolean {
  if (version === undefined || current.version === undefined) return false
  if (current.erased || current.deletedAt !== undefined) return false
  if (isRemapped({ resource, mapping }, current) && mapping > current.mapping) return false
  const order = compareVersions(version, current.version)
  return order === 'same' || order === 'older'
}

/** Whether a version is newer than what is known of its source, whatever the document says. */
export function isNewVersion(version: string, current: SourceVersion | undefined): boolean {
  if (!current) return true
  return current.version !== undefined && compareVersions(version, current.version) === 'newer'
}

function judgeContent(
  incoming: SourceVersion & { readonly asked: boolean },
  current: SourceVersion,
): Verdict {
  const isReadAnew = isSameFact(incoming, current) && incoming.mapping >= current.mapping
  return incoming.asked || isReadAnew ? 'apply' : 'read'
}

// revisions count the mappings of one dialect
function isRemapped(
  incoming: Pick<SourceVersion, 'resource' | 'mapping'>,
  { resource, mapping }: SourceVersion,
): boolean {
  return incoming.resource === resource && incoming.mapping !== mapping
}

function judgeRevival(asked: boolean, order: 'newer' | 'same' | 'incomparable'): Verdict {
  if (asked) return 'apply'
  return order === 'same' ? 'stale' : 'read'
}

function isSameFact(incoming: SourceVersion, { shard, seq }: SourceVersion): boolean {
  return seq !== undefined && incoming.shard === shard && incoming.seq === seq
}

// facts of one thing and resource lie in one shard, in their order
function isBefore(incoming: SourceVersion, { shard, seq = 0 }: SourceVersion): boolean {
  return incoming.shard === shard && incoming.seq !== undefined && incoming.seq < seq
}

function orderOf(incoming: SourceVersion, current: SourceVersion) {
  return incoming.version === undefined || current.version === undefined
    ? 'incomparable'
    : compareVersions(incoming.version, current.version)
}
