import { err, ok } from 'neverthrow'
import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import { canonicalText } from '../value/canonical-text.js'
import type { CrosswalkAnswer, CrosswalkFailure, Resolution } from './crosswalk.js'
import type { Alias, CrosswalkRecords, EntityId, Link } from './link.js'

/** What a crosswalk in memory holds: claims by name, merges by the id that was merged. */
export interface CrosswalkState {
  readonly ids: Set<EntityId>
  readonly links: Map<string, Map<string, Link>>
  readonly aliases: Map<EntityId, Alias>
}

/** The id under which an entity is known after all merges. */
export function rootOf({ aliases }: CrosswalkState, id: EntityId): EntityId {
  let root = id
  // merges that would close a circle are refused, so this ends
  for (let alias = aliases.get(root); alias !== undefined; alias = aliases.get(root)) {
    root = alias.into
  }
  return root
}

/** The entity or entities that a name is claimed for. */
export function resolveRef(state: CrosswalkState, ref: Ref): Resolution {
  const claims = state.links.get(refKey(ref))?.values() ?? []
  const ids = [...new Set([...claims].map(({ id }) => rootOf(state, id)))].sort()
  const [id] = ids
  if (id === undefined) return { kind: 'none' }
  return ids.length === 1 ? { kind: 'one', id } : { kind: 'ambiguous', ids }
}

/** Registers an id that was never seen. */
export function mintId({ ids }: CrosswalkState, id: EntityId): CrosswalkAnswer {
  if (ids.has(id)) return refuse('id-used', `the id ${id} names an entity already or did so once`)
  ids.add(id)
  return ok({ kind: 'minted', id })
}

/** Adds a claim. */
export function addLink({ ids, links }: CrosswalkState, link: Link): CrosswalkAnswer {
  if (!ids.has(link.id)) return refuseUnknown(link.id)
  const name = refKey(link.ref)
  const claims = links.get(name) ?? new Map<string, Link>()
  const key = canonicalText(link)
  if (claims.has(key)) return ok({ kind: 'unchanged' })
  links.set(name, claims.set(key, link))
  return ok({ kind: 'linked', link })
}

/** Removes a claim. */
export function removeLink({ links }: CrosswalkState, link: Link): CrosswalkAnswer {
  const name = refKey(link.ref)
  const claims = links.get(name)
  if (!claims?.delete(canonicalText(link))) return ok({ kind: 'unchanged' })
  if (claims.size === 0) links.delete(name)
  return ok({ kind: 'unlinked', link })
}

/** Makes one entity of two. */
export function addAlias(state: CrosswalkState, alias: Alias): CrosswalkAnswer {
  const { from, into } = alias
  if (!state.ids.has(from)) return refuseUnknown(from)
  if (!state.ids.has(into)) return refuseUnknown(into)
  const known = state.aliases.get(from)
  if (known !== undefined) {
    if (canonicalText(known) === canonicalText(alias)) return ok({ kind: 'unchanged' })
    return refuse('already-merged', `${from} is known as ${known.into}: merge that one`)
  }
  if (rootOf(state, into) === from) {
    return refuse('same-entity', `${from} and ${into} are one entity already`)
  }
  state.aliases.set(from, alias)
  return ok({ kind: 'merged', alias })
}

/** Makes two entities of one again; with an alias given, only if it is the one that holds. */
export function removeAlias(
  { ids, aliases }: CrosswalkState,
  from: EntityId,
  expected?: Alias,
): CrosswalkAnswer {
  if (!ids.has(from)) return refuseUnknown(from)
  const alias = aliases.get(from)
  if (alias === undefined) return ok({ kind: 'unchanged' })
  if (expected !== undefined && canonicalText(expected) !== canonicalText(alias)) {
    return refuse('changed-since', `${from} was merged anew since then, into ${alias.into}`)
  }
  aliases.delete(from)
  return ok({ kind: 'unmerged', alias })
}

/** Everything a state holds, in a fixed order. */
export function recordsOf({ ids, links, aliases }: CrosswalkState): CrosswalkRecords {
  return {
    ids: [...ids].sort(),
    links: sorted([...links.values()].flatMap((claims) => [...claims.values()])),
    aliases: sorted([...aliases.values()]),
  }
}

/** Values in the order of their texts. */
export function sorted<T>(values: readonly T[]): T[] {
  const keyed = values.map((value) => [canonicalText(value), value] as const)
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value)
}

function refuseUnknown(id: EntityId): CrosswalkAnswer {
  return refuse('unknown-id', `no entity ${id} was ever minted here`)
}

/** A refusal. */
export function refuse(kind: CrosswalkFailure['kind'], message: string): CrosswalkAnswer {
  return err({ kind, message })
}
