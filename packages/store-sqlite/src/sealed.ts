import type {
  BodyLabel,
  Commit,
  Completion,
  EffectRow,
  EntityRow,
  EntityWrite,
  SourceRow,
} from '@canonry/sync'
import type { Asked, Call } from './asked.js'

/**
 * A call whose large parts are JSON already, as they are stored: made where it is asked, so that the
 * thread of the file neither reads nor writes them. `Text` is a text, or its number among others.
 */
export type SealedCall<Text = string> =
  | Exclude<Call, { readonly method: 'commit' | 'complete' }>
  | { readonly method: 'commit'; readonly request: SealedCommit<Text> }
  | { readonly method: 'complete'; readonly request: SealedComplete<Text> }

/** A call that is sealed, and whose it is. */
export interface SealedAsked<Text = string> extends Omit<Asked, 'call'> {
  readonly call: SealedCall<Text>
}

/** A step of the journal plane, sealed. */
export interface SealedCommit<Text = string>
  extends Omit<Commit, 'entities' | 'sources' | 'effects' | 'timeline'> {
  readonly entities: readonly SealedEntity<Text>[]
  readonly sources: readonly SealedSource<Text>[]
  readonly effects: readonly SealedWrite<Text>[]
  readonly timeline: readonly Told<Text>[]
}

/** Steps of held effects, sealed. */
export interface SealedComplete<Text = string> {
  readonly now: number
  readonly epoch: number
  readonly items: readonly SealedCompletion<Text>[]
}

/** An entity's new content, sealed. */
export interface SealedEntity<Text = string> extends Omit<EntityWrite, 'row'> {
  readonly row: Omit<EntityRow, 'body'> & { readonly body: Text }
}

/** What a source says, sealed. */
export type SealedSource<Text = string> = Omit<SourceRow, 'body' | 'residue'> & {
  readonly body: Text
  readonly residue: Text
}

/** What a step of an effect is about, and where it leads. */
export interface SealedStep<Text = string>
  extends Pick<
    EffectRow,
    'key' | 'id' | 'connection' | 'entity' | 'state' | 'runAt' | 'updatedAt' | 'dependency'
  > {
  readonly progress: Text
}

/** A new effect, or a new content of a known one, sealed. */
export interface SealedWrite<Text = string>
  extends SealedStep<Text>,
    Pick<EffectRow, 'class' | 'dueAt' | 'warnAt' | 'plannedAt' | 'proposedBy'> {
  readonly promise: Text
  readonly body?: Text
  readonly label?: BodyLabel
  /** Of the known one; absent for a new one. */
  readonly fence?: number
}

/** A step of one held effect, sealed. */
export interface SealedCompletion<Text = string> extends Omit<Completion, 'row' | 'timeline'> {
  readonly row: SealedStep<Text>
  readonly timeline: readonly Told<Text>[]
}

/** What one step tells of one entity: a list of entries. */
export interface Told<Text = string> {
  readonly id: string
  readonly entries: Text
}

/** The same commit with other texts in it. */
export function textsOfCommit<From, To>(
  request: SealedCommit<From>,
  to: (text: From) => To,
): SealedCommit<To> {
  return {
    ...request,
    entities: request.entities.map(({ expected, row }) => {
      return { expected, row: { ...row, body: to(row.body) } }
    }),
    sources: request.sources.map((row) => {
      return { ...row, body: to(row.body), residue: to(row.residue) }
    }),
    effects: request.effects.map(({ body, ...write }) => ({
      ...write,
      promise: to(write.promise),
      progress: to(write.progress),
      ...(body !== undefined && { body: to(body) }),
    })),
    timeline: textsOfTold(request.timeline, to),
  }
}

/** The same steps with other texts in them. */
export function textsOfComplete<From, To>(
  request: SealedComplete<From>,
  to: (text: From) => To,
): SealedComplete<To> {
  return {
    ...request,
    items: request.items.map((item) => ({
      ...item,
      row: { ...item.row, progress: to(item.row.progress) },
      timeline: textsOfTold(item.timeline, to),
    })),
  }
}

function textsOfTold<From, To>(
  timeline: readonly Told<From>[],
  to: (text: From) => To,
): readonly Told<To>[] {
  return timeline.map(({ id, entries }) => ({ id, entries: to(entries) }))
}
