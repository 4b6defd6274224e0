import fc from 'fast-check'
import { type Decoded, decode } from '../run/decode.js'
import { encode } from '../run/encode.js'
import { isJsonObject } from '../wire/json.js'
import type { Path } from '../wire/path.js'
import { changePlace, type Steps, valueAtPlace } from './change-place.js'
import { type Discrepancy, differenceOf } from './discrepancy.js'
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
      for (const place of pickedPlaces(subject, entity, pick)) {
        const edited = editedEntity(entity, { place, edit })
        const found = edited && differenceWritten(subject, { entity: edited, residue })
        // a text that the canonical schema refuses is no edit
        if (found && subject.mapping.canonical.safeParse(edited).success)
          return { ...found, what: `${found.what} (${edit})` }
      }
      return undefined
    }),
})

function differenceWritten(
  { mapping, context, allows }: AnySubject,
  { entity, residue }: Decoded<unknown>,
): Discrepancy | undefined {
  const written = encode(mapping, entity, { context, residue })
  if (written.isErr()) return undefined
  return decode(mapping, written.value, context).match(
    ({ entity: again }) =>
      differenceOf({
        what: 'a text that was changed reads back as something else',
        side: 'entity',
        expected: entity,
        actual: again,
        ...(allows ? { except: allows } : {}),
      }),
    ([error]) => ({ what: 'a text that was changed cannot be read', wire: error?.wire ?? '' }),
  )
}

/** One text of every rule for one value, as far as the entity has any. */
function pickedPlaces({ mapping }: AnySubject, entity: unknown, pick: number): Steps[] {
  return (
    rulesOf(mapping)
      // another name is another element, and objects have an order of their own
      .filter(({ node, isName }) => node.kind === 'leaf' && !isName)
      .flatMap((rule) => {
        const places = textPlaces(entity, rule.entity)
        return places.slice(pick % places.length).slice(0, 1)
      })
  )
}

/** The entity with one text changed; nothing where that changes nothing. */
function editedEntity(
  entity: unknown,
  { place, edit }: { readonly place: Steps; readonly edit: Edit },
): object | undefined {
  const text = valueAtPlace(entity, place) as string
  const changed = EDITS[edit](text)
  return changed === text ? undefined : (changePlace(entity, place, changed) as object)
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
