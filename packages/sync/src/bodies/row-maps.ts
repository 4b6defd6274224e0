import type { Result, ResultAsync } from 'neverthrow'
import type { Effect } from '../effects/effect.js'
import type { Fact, NewFact } from '../journal/fact.js'
import type { Queries, QueryName } from '../store/queries.js'
import type { EntityRow, EntityState, SourceRow } from '../store/rows.js'
import type { Maintained, TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { Append, Commit, EffectWrite } from '../store/writes.js'

/** What becomes of each row that has a body, on its way into a store or out of it. */
export interface RowMaps {
  fact<Row extends NewFact | Fact>(row: Row): Row
  entity(row: EntityRow): EntityRow
  source(row: SourceRow): SourceRow
  effect<Row extends EffectBody>(row: Row): Row
}

/** The part of an effect that a body is about, with the body and its label. */
export type EffectBody = Pick<Effect, 'key' | 'entity' | 'source' | 'bodyHash' | 'body' | 'label'>

/** Facts to journal, through the maps. */
export function appendThrough(request: Append, maps: RowMaps): Append {
  return { ...request, facts: request.facts.map((fact) => maps.fact(fact)) }
}

/** A commit, through the maps; rows without a body stay as they are. */
export function commitThrough(request: Commit, maps: RowMaps): Commit {
  return {
    ...request,
    entities: request.entities.map((write) => ({ ...write, row: entityThrough(write.row, maps) })),
    sources: request.sources.map((row) => sourceThrough(row, maps)),
    effects: request.effects.map((write) => writeThrough(write, maps)),
    ...(request.facts && { facts: request.facts.map((fact) => maps.fact(fact)) }),
  }
}

function writeThrough(write: EffectWrite, maps: RowMaps): EffectWrite {
  if (write.kind === 'insert') return { ...write, effect: maps.effect(write.effect) }
  if (write.body === undefined) return write
  const { row, ...given } = write
  const content = { body: given.body, ...(given.label && { label: given.label }) }
  const { body, label } = maps.effect<EffectBody>({ ...row, ...content })
  return { ...write, body, ...(label && { label }) }
}

/** Takes an answer through maps, as `take` does it with any. */
export type TakeThrough = <Answer>(
  answer: Answer,
  take: (answer: Answer, maps: RowMaps) => Answer,
) => Result<Answer, StoreFailure> | ResultAsync<Answer, StoreFailure>

/** A store whose answers come through maps. */
export function readThrough(store: TenantStore, through: TakeThrough): TenantStore {
  return {
    ...store,
    read: (request) => store.read(request).andThen((facts) => through(facts, factsThrough)),
    lease: (request) => store.lease(request).andThen((effects) => through(effects, effectsThrough)),
    maintain: (request) =>
      store.maintain(request).andThen((done) => through(done, maintainedThrough)),
    query: (question) =>
      store
        .query(question)
        .andThen((answer) =>
          through(answer, (answer, maps) => answerThrough(question.kind, answer, maps)),
        ),
  }
}

function maintainedThrough(done: Maintained, maps: RowMaps): Maintained {
  return { ...done, abandoned: effectsThrough(done.abandoned, maps) }
}

function answerThrough<Name extends QueryName>(
  kind: Name,
  answer: Queries[Name]['answer'],
  maps: RowMaps,
): Queries[Name]['answer'] {
  const through = ANSWERS[kind] as Through<Name> | undefined
  return through ? through(answer, maps) : answer
}

type Through<Name extends QueryName> = (
  answer: Queries[Name]['answer'],
  maps: RowMaps,
) => Queries[Name]['answer']

const ANSWERS: { readonly [Name in QueryName]?: Through<Name> } = {
  situation: (answer, maps) => ({
    ...answer,
    states: answer.states.map((state) => stateThrough(state, maps)),
  }),
  effects: effectsThrough,
  lane: effectsThrough,
  journal: (page, maps) => ({ ...page, facts: factsThrough(page.facts, maps) }),
}

function factsThrough(facts: readonly Fact[], maps: RowMaps): readonly Fact[] {
  return facts.map((fact) => maps.fact(fact))
}

function effectsThrough(effects: readonly Effect[], maps: RowMaps): readonly Effect[] {
  return effects.map((effect) => (effect.body === undefined ? effect : maps.effect(effect)))
}

function stateThrough(state: EntityState, maps: RowMaps): EntityState {
  const sources = state.sources.map((row) => sourceThrough(row, maps))
  return { ...state, row: entityThrough(state.row, maps), sources }
}

function entityThrough(row: EntityRow, maps: RowMaps): EntityRow {
  return row.erased ? row : maps.entity(row)
}

function sourceThrough(row: SourceRow, maps: RowMaps): SourceRow {
  return row.erased ? row : maps.source(row)
}
