import type { EntityRow, EntityState, Queries, SourceRow } from '@canonry/sync'
import { openRow, type StoredEffect, type StoredRow } from './effect-rows.js'
import { parsed } from './scope.js'

type Situation = Queries['situation']['answer']

/** What a situation is, as it lies there: large parts as JSON, which whoever asked for it reads. */
export interface StoredSituation<Text = string> extends Omit<Situation, 'states'> {
  readonly states: readonly StoredState<Text>[]
}

/** The state of an entity, as it lies there. */
export interface StoredState<Text = string>
  extends Omit<EntityState, 'row' | 'sources' | 'effects'> {
  readonly row: StoredEntity<Text>
  readonly sources: readonly StoredSource<Text>[]
  readonly effects: readonly StoredRow<Text>[]
}

/** An entity, as it lies there; `null` for a body that was erased. */
export type StoredEntity<Text = string> = Omit<EntityRow, 'body' | 'erased'> & {
  readonly body: Text | null
}

/** What a source says, as it lies there; `null` for a body that was erased. */
export type StoredSource<Text = string> = Omit<SourceRow, 'body' | 'residue' | 'erased'> & {
  readonly body: Text | null
  readonly residue: Text
}

/** A situation that lay there. */
export function openSituation<Text>(
  { states, ...rest }: StoredSituation<Text>,
  textOf: (text: Text) => string,
): Situation {
  return {
    ...rest,
    states: states.map(({ row, sources, effects, findings }) => ({
      row: openEntity(row, textOf),
      sources: sources.map((source) => openSource(source, textOf)),
      findings,
      effects: effects.map((effect) => openRow(effect, textOf)),
    })),
  }
}

/** An entity that lay there. */
export function openEntity<Text>(
  { body, ...row }: StoredEntity<Text>,
  textOf: (text: Text) => string,
): EntityRow {
  return { ...row, ...contentOf(body === null ? null : textOf(body)) }
}

function openSource<Text>(
  { body, residue, ...row }: StoredSource<Text>,
  textOf: (text: Text) => string,
): SourceRow {
  return { ...row, residue: textOf(residue), ...contentOf(body === null ? null : textOf(body)) }
}

// the row of a body that was erased is not there
function contentOf(body: string | null): { body: EntityRow['body']; erased?: true } {
  return body === null ? { body: {}, erased: true } : { body: parsed(body) }
}

/** The same situation with other texts in it. */
export function textsOfSituation<From, To>(
  { states, ...rest }: StoredSituation<From>,
  to: (text: From) => To,
): StoredSituation<To> {
  return {
    ...rest,
    states: states.map(({ row, sources, effects, findings }) => ({
      row: withBody(row, to),
      sources: sources.map((source) => {
        return { ...withBody(source, to), residue: to(source.residue) }
      }),
      findings,
      effects: effects.map((effect) => textsOfRow(effect, to)),
    })),
  }
}

/** The same effect with other texts in it. */
export function textsOfEffect<From, To>(
  effect: StoredEffect<From>,
  to: (text: From) => To,
): StoredEffect<To> {
  const body = effect.body === null ? null : to(effect.body)
  return { ...effect, ...textsOfRow(effect, to), body }
}

function textsOfRow<From, To>(row: StoredRow<From>, to: (text: From) => To): StoredRow<To> {
  return { ...row, promise: to(row.promise), progress: to(row.progress) }
}

function withBody<Row extends { readonly body: From | null }, From, To>(
  row: Row,
  to: (text: From) => To,
): Omit<Row, 'body'> & { readonly body: To | null } {
  return { ...row, body: row.body === null ? null : to(row.body) }
}
