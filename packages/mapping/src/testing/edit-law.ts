import fc from 'fast-check'
import { decode } from '../run/decode.js'
import { encode } from '../run/encode.js'
import { isJsonObject } from '../wire/json.js'
import type { Path } from '../wire/path.js'
import { changePlace, type Steps, valueAtPlace } from './change-place.js'
import { differenceOf } from './discrepancy.js'
import { rulesOf } from './find-rule.js'
import { lawOf, type MappingLaw } from './law.js'
import { withDecoded } from './round-trip-laws.js'
import type { AnySubject } from './subject.js'

/** What a person or another system changes of a text, and a careless comparison does not see. */
const EDITS = {
  'upper case': (text: string) => text.toUpperCase(),
  'lower case': (text: string) => text.toLowerCase(),
  'a space after': (text: string) => `${text} `,
  'a space before': (text: string) => ` ${text}`,
  'the last character off': (text: string) => text.slice(0, -1),
  nothing: () => '',
} as const

type Edit = keyof typeof EDITS

/** Residue is told apart from what was changed, however little that is. */
export const editLaw: MappingLaw = lawOf<{
  readonly wire: unknown
  readonly pick: number
  readonly edit: Edit
}>({
  name: 'Small edits: a small change of one text is written, or refused, and never overlooked',
  of: 'wire',
  draw: (_, documents) =>
    fc.record({
      wire: documents,
      pick: fc.nat(),
      edit: fc.constantFrom(...(Object.keys(EDITS) as Edit[])),
    }),
  find: (subject, { wire, pick, edit }) =>
    withDecoded(subject, wire, ({ entity, residue }) => {
      const edited = editedEntity(subject, entity, { pick, edit })
      if (edited === undefined) return undefined
      const { mapping, context } = subject
      const written = encode(mapping, edited, { context, residue })
      if (written.isErr()) return undefined
      return decode(mapping, written.value, context).match(
        ({ entity: again }) =>
          differenceOf({
            what: `a text that was changed (${edit}) reads back as something else`,
            side: 'entity',
            expected: edited,
            actual: again,
          }),
        ([error]) => ({ what: 'what was written cannot be read', wire: error?.wire ?? '' }),
      )
    }),
})

/** The entity with one text of a leaf changed; nothing where that makes it no entity any more. */
function editedEntity(
  { mapping }: AnySubject,
  entity: unknown,
  { pick, edit }: { readonly pick: number; readonly edit: Edit },
): unknown {
  const places = rulesOf(mapping)
    .filter(({ node }) => node.kind === 'leaf')
    .flatMap((rule) => textPlaces(entity, rule.entity))
  const place = places[pick % places.length]
  if (!place) return undefined
  const text = valueAtPlace(entity, place) as string
  const changed = EDITS[edit](text)
  const edited = changePlace(entity, place, changed)
  return changed !== text && mapping.canonical.safeParse(edited).success ? edited : undefined
}

/** The places that a pattern stands for and that hold text. */
function textPlaces(value: unknown, [key, ...rest]: Path, steps: Steps = []): Steps[] {
  if (key === undefined) return typeof value === 'string' ? [steps] : []
  if (Array.isArray(value)) {
    return key === '*'
      ? value.flatMap((item, index) => textPlaces(item, rest, [...steps, index]))
      : []
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return []
  return textPlaces(value[key], rest, [...steps, key])
}
