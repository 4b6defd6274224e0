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
export type PrintedCall<Text = string> =
  | Exclude<Call, { readonly method: 'commit' | 'complete' }>
  | { readonly method: 'commit'; readonly request: PrintedCommit<Text> }
  | { readonly method: 'complete'; readonly request: PrintedComplete<Text> }

/** A call that is printed, and whose it is. */
export interface PrintedAsked<Text = string> extends Omit<Asked, 'call'> {
  readonly call: PrintedCall<Text>
}

/** A step of the journal plane, printed. */
export interface PrintedCommit<Text = string>
  extends Omit<Commit, 'entities' | 'sources' | 'effects' | 'timeline'> {
  readonly entities: readonly PrintedEntity<Text>[]
  readonly sources: readonly PrintedSource<Text>[]
  readonly effects: readonly PrintedWrite<Text>[]
  readonly timeline: readonly Told<Text>[]
}

/** Steps of held effects, printed. */
export interface PrintedComplete<Text = string> {
  readonly now: number
  readonly epoch: number
  readonly items: readonly PrintedCompletion<Text>[]
}

/** An entity's new content, printed. */
export interface PrintedEntity<Text = string> extends Omit<EntityWrite, 'row'> {
  readonly row: Omit<EntityRow, 'body'> & { readonly body: Text }
}

/** What a source says, printed. */
export type PrintedSource<Text = string> = Omit<SourceRow, 'body' | 'residue'> & {
  readonly body: Text
  readonly residue: Text
}

/** What a step of an effect is about, and where it leads. */
export interface PrintedStep<Text = string>
  extends Pick<
    EffectRow,
    'key' | 'id' | 'connection' | 'entity' | 'state' | 'runAt' | 'updatedAt' | 'dependency'
  > {
  readonly progress: Text
}

/** A new effect, or a new content of a known one, printed. */
export interface PrintedWrite<Text = string>
  extends PrintedStep<Text>,
    Pick<EffectRow, 'class' | 'dueAt' | 'warnAt' | 'plannedAt' | 'proposedBy'> {
  readonly family: string
  /** The effect that it revises. */
  readonly revises?: string
  readonly promise: Text
  readonly body?: Text
  readonly label?: BodyLabel
  /** Of the known one; absent for a new one. */
  readonly fence?: number
}

/** A step of one held effect, printed. */
export interface PrintedCompletion<Text = string> extends Omit<Completion, 'row' | 'timeline'> {
  readonly row: PrintedStep<Text>
  readonly timeline: readonly Told<Text>[]
}

/** What one step tells of one entity: a list of entries. */
export interface Told<Text = string> {
  readonly id: string
  readonly entries: Text
}

/** The same commit with other texts in it. */
export function textsOfCommit<From, To>(
  request: PrintedCommit<From>,
  to: (text: From) => To,
): PrintedCommit<To> {
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
  request: PrintedComplete<From>,
  to: (text: From) => To,
): PrintedComplete<To> {
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
