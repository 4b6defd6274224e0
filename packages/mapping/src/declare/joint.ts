import type { Refusal } from '../refusal.js'
import { placeAt } from '../wire/path.js'
import {
  type Fitting,
  type GroupOptions,
  placeReads,
  type Reads,
  saidOfGroup,
  type ValuesOf,
  type WrittenOf,
} from './group.js'
import { type Rule, rule } from './rule.js'

/** What a joint does with its values, both ways, and how a mapping document says it. */
export interface JointDefinition<
  R extends Reads,
  F extends string,
  E extends Readonly<Record<F, unknown>>,
  X,
> {
  /** The canonical fields that are read and written together. */
  readonly fields: readonly F[]
  readonly doc: string
  readonly loss?: string
  get(values: ValuesOf<R>, context: X): E | Refusal
  put(values: E, context: X): WrittenOf<R> | Refusal
}

/**
 * Several wire values ⇄ several canonical fields that lie beside each other, spread into the
 * literal: `...joint({ … }, { fields: ['opensAt', 'closesAt'], … })`.
 *
 * Otherwise like {@link group}.
 */
export function joint<
  const R extends Reads,
  const F extends string,
  E extends Readonly<Record<F, unknown>>,
  X = object,
>(
  reads: R & Fitting<R, NoInfer<X>>,
  definition: JointDefinition<R, F, E, X>,
  options: GroupOptions<keyof NoInfer<R> & string> = {},
): { readonly [K in F]: Rule<E[K], X> } {
  const { fields, doc, loss, get, put } = definition
  const [first] = fields
  const parts = fields.map((field) => [
    field,
    rule(({ entity, wire }) =>
      field === first
        ? {
            kind: 'joint',
            reads: placeReads(reads, wire),
            entity: placeAt(entity.slice(0, -1)),
            fields,
            doc,
            ...(loss === undefined ? {} : { loss }),
            get: get as never,
            put: put as never,
            ...saidOfGroup(options),
          }
        : { kind: 'joined', entity: placeAt(entity) },
    ),
  ])
  return Object.fromEntries(parts)
}
