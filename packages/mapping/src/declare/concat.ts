import { placeAt } from '../wire/path.js'
import type { EachNode, RuleOptions, SingleNode } from './node.js'
import { type ListRule, listRule, type Rule, rule } from './rule.js'

/**
 * A list of at most one element, from any rule for a value that may be missing.
 *
 * With `owns`, only elements of which it is true belong here; alone in its place it leaves the
 * others (another system's refs) unwritten.
 */
export function single<E, X = object>(
  element: Rule<E | undefined, X>,
  options: RuleOptions & { readonly owns?: (element: E) => boolean } = {},
): ListRule<E, X> {
  return listRule((site) => ({
    kind: 'single',
    node: element.place(site),
    entity: placeAt(site.entity),
    ...options,
  }))
}

/**
 * One canonical list out of several places of the document, in this order.
 *
 * For writing, every element goes to the first part that owns it; one that nobody owns is refused.
 */
export function concat<E, X = object>(...parts: readonly ListRule<E, X>[]): Rule<E[], X> {
  return rule((site) => ({
    kind: 'concat',
    parts: parts.map((part) => part.place(site) as EachNode | SingleNode),
    entity: placeAt(site.entity),
  }))
}
