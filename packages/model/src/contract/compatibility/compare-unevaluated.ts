import { isRecord, keyword, type Place, without, withSchema } from './place.js'
import type { SchemaShift } from './schema-change.js'
import { type Pair, shiftAt } from './walk.js'

const KEYWORDS = { unevaluatedProperties: 'additionalProperties', unevaluatedItems: 'items' }
const COMPOSING = [
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'dependentSchemas',
  'dependencies',
  'contains',
]

/** Where no other schema speaks about the same value, `unevaluated…` means what the older keyword means. */
export function withPlainUnevaluated(place: Place): Place {
  const { schema } = place
  if (!isRecord(schema) || COMPOSING.some((name) => Object.hasOwn(schema, name))) return place
  let plain = schema
  for (const [name, older] of Object.entries(KEYWORDS)) {
    if (!Object.hasOwn(plain, name)) continue
    const rest = without(plain, [name]) as Readonly<Record<string, unknown>>
    // the older keyword leaves nothing unevaluated
    plain = Object.hasOwn(rest, older) ? rest : { ...rest, [older]: plain[name] }
  }
  return withSchema(place, plain)
}

/** What `unevaluated…` refuses depends on all schemas around it: any change there may change it. */
export function compareUnevaluated({ before, after }: Pair): readonly SchemaShift[] {
  return Object.keys(KEYWORDS)
    .filter((name) => [before, after].some((place) => keyword(place, name) !== undefined))
    .map((name) => {
      const message = `what ${name} covers depends on the other changes here`
      return shiftAt(after, { at: name, rule: 'unevaluated-changed', shift: 'different', message })
    })
}
