import type { Node, Site } from './node.js'
import { traced } from './trace.js'

declare const TYPES: unique symbol

/** How one canonical value is mapped; what `from`, `each` and their like make. */
export interface Rule<out E, in X = object> {
  place(site: Site): Node
  readonly [TYPES]?: ((context: X) => E) | undefined
}

/** A rule for a list, which {@link concat} can put beside others. */
export interface ListRule<out E, in X = object> extends Rule<E[], X> {
  readonly list: true
}

/** Nothing, where the wire value may be missing. */
export type Empty<W> = [Extract<W, null | undefined>] extends [never] ? never : undefined

/** Makes a rule that belongs wherever it is put. */
export function rule<E, X>(place: (site: Site) => Node): Rule<E, X> {
  return { place: traced(place) }
}

/** Makes a rule for a list. */
export function listRule<E, X>(place: (site: Site) => Node): ListRule<E, X> {
  return { place: traced(place), list: true }
}

/** Whether a field of a declaration is a rule, not a nested object of rules. */
export function isRule(value: object): value is Rule<unknown, never> {
  return 'place' in value && typeof value.place === 'function'
}
