import { ok } from 'neverthrow'
import { match } from 'ts-pattern'
import type { Crosswalk, CrosswalkAnswer, CrosswalkChange } from './crosswalk.js'
import {
  addAlias,
  addLink,
  type CrosswalkState,
  mintId,
  recordsOf,
  refuse,
  removeAlias,
  removeLink,
  resolveRef,
  rootOf,
  sorted,
} from './crosswalk-state.js'
import type { CrosswalkRecords, EntityId, Link } from './link.js'

/**
 * A crosswalk in memory: the meaning of {@link Crosswalk}, and what a store works with.
 *
 * Starts from records that {@link Crosswalk.records} gave. Records that contradict each other (a
 * link of an id that is not there, merges in a circle) are a bug in the caller and throw.
 */
export function memoryCrosswalk(
  records: CrosswalkRecords = { ids: [], links: [], aliases: [] },
): Crosswalk {
  const state = load(records)
  return {
    mint: (id) => mintId(state, id),
    resolve: (ref) => resolveRef(state, ref),
    link: (link) => addLink(state, link),
    unlink: (link) => removeLink(state, link),
    merge: (alias) => addAlias(state, alias),
    unmerge: (from) => removeAlias(state, from),
    undo: (change) => undoChange(state, change),
    currentId: (id) => (state.ids.has(id) ? rootOf(state, id) : undefined),
    linksOf: (id) => linksOf(state, id),
    records: () => recordsOf(state),
  }
}

function load({ ids, links, aliases }: CrosswalkRecords): CrosswalkState {
  const state: CrosswalkState = { ids: new Set(ids), links: new Map(), aliases: new Map() }
  const answers = [
    ...links.map((link) => addLink(state, link)),
    ...aliases.map((alias) => addAlias(state, alias)),
  ]
  for (const answer of answers) {
    if (answer.isErr())
      throw new Error(`these are no records of a crosswalk: ${answer.error.message}`)
  }
  return state
}

function undoChange(state: CrosswalkState, change: CrosswalkChange): CrosswalkAnswer {
  return match(change)
    .returnType<CrosswalkAnswer>()
    .with({ kind: 'minted' }, ({ id }) =>
      refuse('not-undoable', `the id ${id} has been given out and stays used`),
    )
    .with({ kind: 'linked' }, ({ link }) => removeLink(state, link))
    .with({ kind: 'unlinked' }, ({ link }) => addLink(state, link))
    .with({ kind: 'merged' }, ({ alias }) => removeAlias(state, alias.from, alias))
    .with({ kind: 'unmerged' }, ({ alias }) => addAlias(state, alias))
    .with({ kind: 'unchanged' }, () => ok({ kind: 'unchanged' }))
    .exhaustive()
}

function linksOf(state: CrosswalkState, id: EntityId): Link[] {
  const root = rootOf(state, id)
  const claims = [...state.links.values()].flatMap((byKey) => [...byKey.values()])
  return sorted(claims.filter((claim) => rootOf(state, claim.id) === root))
}
