import { keyword } from './place.js'
import type { SchemaShift, Shift } from './schema-change.js'
import { type Pair, shiftAt } from './walk.js'

// each format accepts all that the formats before it in its row accept
const WIDER_FORMATS: readonly (readonly string[])[] = [
  ['email', 'idn-email'],
  ['hostname', 'idn-hostname'],
  ['uri', 'uri-reference', 'iri-reference'],
  ['uri', 'iri', 'iri-reference'],
  ['int32', 'int64'],
  ['float', 'double'],
]

/** Compares `format`; one that is not known to contain the other is another one. */
export function compareFormat({ before, after }: Pair): readonly SchemaShift[] {
  const earlier = keyword(before, 'format') as string | undefined
  const later = keyword(after, 'format') as string | undefined
  if (earlier === later) return []
  const message = `the format was ${earlier ?? 'free'} and is ${later ?? 'free'}`
  const shift = formatShift(earlier, later)
  const rule = earlier === undefined ? 'format-added' : 'format-changed'
  return [
    shiftAt(after, {
      at: 'format',
      rule: later === undefined ? 'format-removed' : rule,
      shift,
      message,
    }),
  ]
}

function formatShift(earlier: string | undefined, later: string | undefined): Shift {
  if (earlier === undefined || later === undefined)
    return earlier === undefined ? 'narrower' : 'wider'
  for (const row of WIDER_FORMATS) {
    const [from, to] = [row.indexOf(earlier), row.indexOf(later)]
    if (from >= 0 && to >= 0) return from < to ? 'wider' : 'narrower'
  }
  return 'different'
}

/** Compares `pattern`; whether one pattern contains another is not decided. */
export function comparePattern({ before, after }: Pair): readonly SchemaShift[] {
  const earlier = keyword(before, 'pattern')
  const later = keyword(after, 'pattern')
  if (earlier === later) return []
  const at = 'pattern'
  if (earlier === undefined) {
    const message = 'text must match a pattern now'
    return [shiftAt(after, { at, rule: 'pattern-added', shift: 'narrower', message })]
  }
  if (later === undefined) {
    const message = 'text need not match a pattern any more'
    return [shiftAt(before, { at, rule: 'pattern-removed', shift: 'wider', message })]
  }
  const message = 'text must match another pattern'
  return [shiftAt(after, { at, rule: 'pattern-changed', shift: 'different', message })]
}
