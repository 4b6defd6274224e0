import { type EntityName, type Ref, refKey } from '@canonry/model'
import type { DecodedPart } from '@canonry/pack'
import type { Fact } from '../journal/fact.js'
import { idOf, nameKey, type Workspace } from './workspace.js'

/** Links an entity's own refs to it; a ref that already names another entity stays with that one. */
export function recordNames(
  workspace: Workspace,
  { news, id }: { news: { readonly fact: Fact; readonly part: DecodedPart }; id: string },
): void {
  const { fact, part } = news
  const evidence = `fact ${fact.connection}/${fact.shard}/${fact.seq}`
  for (const ref of [part.ref, ...part.body.refs]) {
    const name = nameKey(part.entity, ref)
    if (idOf(workspace, name) !== undefined) continue
    workspace.ids.set(name, id)
    workspace.links.push({ entity: part.entity, id, ref, evidence })
  }
}

/** Refs of a document that name another entity than the one they came with. */
export function foreignNames(
  workspace: Workspace,
  { entity, refs, id }: { entity: EntityName; refs: readonly Ref[]; id: string },
): string[] {
  const others = refs.filter((ref) => (idOf(workspace, nameKey(entity, ref)) ?? id) !== id)
  return others.map(refKey)
}
