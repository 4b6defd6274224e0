import { canonicalText } from '../../value/canonical-text.js'
import { isAnnotation, isKnown, MEANINGS } from './keywords.js'
import { isRecord, keyword } from './place.js'
import type { SchemaShift, Shift } from './schema-change.js'
import { type Pair, shiftAt } from './walk.js'

/** Compares keywords that are told to people, that change a meaning, or that nobody knows. */
export function compareNotes(pair: Pair): readonly SchemaShift[] {
  const { before, after } = pair
  const names = [before, after].flatMap(({ schema }) =>
    isRecord(schema) ? Object.keys(schema) : [],
  )
  return [...new Set(names)]
    .filter((name) => canonicalText(keyword(before, name)) !== canonicalText(keyword(after, name)))
    .flatMap((name) => noteShift(pair, name))
}

function noteShift(pair: Pair, name: string): readonly SchemaShift[] {
  const tell = (rule: string, shift: Shift, message: string) => [
    shiftAt(pair.after, { at: name, rule, shift, message }),
  ]
  if (isAnnotation(name))
    return tell('annotation-changed', 'annotation', `${name} is told otherwise`)
  if (name === 'default') return defaultShift(pair, tell)
  if (name === '$schema') return dialectShift(pair, tell)
  if (MEANINGS.includes(name)) {
    return tell('meaning-changed', 'different', `${name} gives the same text another meaning`)
  }
  if (isKnown(name)) return []
  return tell('unknown-keyword', 'different', `nobody knows what ${name} demands`)
}

type Tell = (rule: string, shift: Shift, message: string) => readonly SchemaShift[]

function defaultShift({ before, after }: Pair, tell: Tell): readonly SchemaShift[] {
  if (keyword(before, 'default') === undefined) {
    return tell('default-added', 'same', 'what is missing has a value now')
  }
  const isGone = keyword(after, 'default') === undefined
  const rule = isGone ? 'default-removed' : 'default-changed'
  return tell(rule, 'different', 'what is missing means something else now')
}

const NEWEST = 'https://json-schema.org/draft/2020-12/schema'

// a document that names no dialect is read as the newest one
function dialectShift({ before, after }: Pair, tell: Tell): readonly SchemaShift[] {
  const [earlier, later] = [before, after].map((place) =>
    String(keyword(place, '$schema') ?? NEWEST).replace(/#$/, ''),
  )
  if (earlier === later) return tell('annotation-changed', 'annotation', 'the dialect is the same')
  return tell('dialect-changed', 'different', `keywords mean what ${later} says now`)
}
