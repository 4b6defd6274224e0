import { placeAt } from '../wire/path.js'
import { type Rule, rule } from './rule.js'

/**
 * A canonical value that follows from the entity's other values: computed when reading, checked
 * when writing.
 *
 * `compute` gets the entity with all its other fields. An entity that says something else than what
 * follows is refused (`not-derived`).
 */
export function derived<E extends object, V>(doc: string, compute: (entity: E) => V): Rule<V> {
  return rule(({ entity }) => ({ kind: 'derived', doc, compute, entity: placeAt(entity) }))
}
