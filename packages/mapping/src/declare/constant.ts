import { placeAt } from '../wire/path.js'
import { type Rule, rule } from './rule.js'

/**
 * A canonical value that the mapping fixes; an entity that says something else is refused.
 *
 * All entities that are read have the same value, so nobody can change it: what tries to throws.
 */
export function constant<const V>(value: V): Rule<V> {
  const fixed = frozen(value) as V
  return rule(({ entity }) => ({ kind: 'constant', value: fixed, entity: placeAt(entity) }))
}

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(frozen))
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, frozen(v)])))
}

/** Where the document stands in its list, counted from 0, as text; writing takes no notice of it. */
export function position(): Rule<string> {
  return rule(({ entity }) => ({ kind: 'position', entity: placeAt(entity) }))
}

/**
 * A canonical field that the system does not have, with the reason.
 *
 * It is absent in every entity read; what an entity from elsewhere says there is not written.
 */
export function absent(reason: string): Rule<undefined> {
  return rule(({ entity }) => ({ kind: 'absent', reason, entity: placeAt(entity) }))
}
