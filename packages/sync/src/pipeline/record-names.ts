import { ADDED, type Fact } from '../journal/fact.js'
import type { HeardPart } from './heard-part.js'
import { idOf, type Workspace } from './workspace.js'

/** Links an entity's own refs to it; a ref that already names another entity stays with that one. */
export function recordNames(
  workspace: Workspace,
  { news, id }: { news: { readonly fact: Fact; readonly part: HeardPart }; id: string },
): void {
  const { fact, part } = news
  part.body.refs.forEach((ref, index) => {
    const name = part.names[index] ?? ''
    if (idOf(workspace, name) !== undefined) return
    workspace.ids.set(name, id)
    const place = fact.origin === ADDED ? ADDED : `${fact.shard}/${fact.seq}`
    const evidence = `fact ${fact.connection}/${place}`
    workspace.links.push({ entity: part.entity, id, ref, evidence })
  })
}

/** Refs of a document that name another entity than the one they came with. */
export function foreignNames(
  workspace: Workspace,
  { part, id }: { part: HeardPart; id: string },
): string[] {
  const { names, refKeys } = part
  return refKeys.filter((_, index) => (idOf(workspace, names[index] ?? '') ?? id) !== id)
}
