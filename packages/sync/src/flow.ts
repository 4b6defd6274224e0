import { type Entities, type EntityName, entities, type Ref } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import type { EffectClass } from './effects/effect.js'
import type { EffectPlan } from './effects/effect-plan.js'
import type { RecordPlan } from './record-plan.js'

/** A typed canonical difference that one fact made to one entity. */
export interface Change<N extends EntityName = EntityName> {
  readonly entity: N
  /** The canonical id. */
  readonly id: string
  /** The connection whose fact made the change. */
  readonly connection: string
  /** Names the entity in the source that it first came from; never changes. */
  readonly source: Ref
  /** Absent when the entity is new. */
  readonly before?: Entities[N]
  readonly after: Entities[N]
  /** JSON Pointers of what differs. */
  readonly paths: readonly string[]
  /** Present when the entity exists no longer where it came from; `after` is what was last known. */
  readonly deleted?: true
  /** Present when it existed no longer before this change either; `before` is what was last known then. */
  readonly wasDeleted?: true
}

/** The name of an entity, or the schema of the model that describes it. */
export type FlowSubject = EntityName | { readonly _zod: { readonly output: Entities[EntityName] } }

/** The entity name that a {@link FlowSubject} stands for. */
export type SubjectName<S extends FlowSubject> = S extends EntityName
  ? S
  : S extends { readonly _zod: { readonly output: infer Body } }
    ? { [N in EntityName]: Same<Body, Entities[N]> extends true ? N : never }[EntityName]
    : never

// both ways, since an order happens to have all that a customer has
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

/** What a flow wants: something to be true in an outside system, or to be heard of one of our own. */
export type Plan = EffectPlan | RecordPlan

/** What {@link defineFlow} is given. */
export interface FlowDefinition<S extends FlowSubject> {
  /** Unique among the flows of a sync. */
  readonly name: string
  readonly on: S
  readonly class: EffectClass
  /** Only changes that came from these connections; default: from all. */
  readonly from?: readonly Connection[]
  /** Whether to decide about what exists no longer as well; default: no, so nothing is planned for it. */
  readonly deletions?: boolean
  /** Pure: the same change and state give the same plans; it may be run again at any time. */
  decide(change: Change<SubjectName<S>>, state: Entities[SubjectName<S>]): readonly Plan[]
}

/** A named pure rule from changes to effects. */
export interface Flow {
  readonly name: string
  readonly on: EntityName
  readonly class: EffectClass
  /** Ids of connections. */
  readonly from?: readonly string[]
  readonly deletions?: boolean
  decide(change: Change): readonly Plan[]
}

/** Makes a flow out of its declaration; a subject that is no canonical entity throws. */
export function defineFlow<const S extends FlowSubject>(definition: FlowDefinition<S>): Flow {
  const { name, on, from, deletions = false } = definition
  return {
    name,
    on: subjectName(name, on),
    class: definition.class,
    ...(from && { from: from.map(({ id }) => id) }),
    deletions,
    decide: (change) => {
      const typed = change as unknown as Change<SubjectName<S>>
      return definition.decide(typed, typed.after)
    },
  }
}

function subjectName(flow: string, on: FlowSubject): EntityName {
  const names = Object.keys(entities) as EntityName[]
  const found = names.find((name) => name === on || (entities[name].schema as unknown) === on)
  if (!found) {
    throw new Error(`flow "${flow}" is on no canonical entity: use one of ${names.join(', ')}`)
  }
  return found
}
