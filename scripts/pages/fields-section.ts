import {
  type Field,
  listFields,
  listPersonalData,
  notesOf,
  type PersonalData,
  type USUAL_OWNERS,
} from '@canonry/model'
import type { z } from 'zod'
import { anchor, code, plain, table } from '../../packages/cli/src/docs/markdown.js'
import { dotted } from '../../packages/cli/src/docs/places.js'
import { defaultOf, typeWords, unwrapped } from './type-words.js'
import { valueName } from './values.js'

// an object of more fields than this is shown in a table of its own
const INLINE_FIELDS = 4

/** The fields of a schema as tables: one for itself, and one for every large object inside. */
export function fieldsSection(schema: z.core.$ZodType, heading: string): string {
  const own = ownFields(schema)
  const personal = listPersonalData(schema)
  const parts = own.filter((field) => isPart(field, own))
  const show = (part: string) => {
    const shown = own.filter(({ path }) => partOf(path, parts) === part)
    const showOwner = shown.some(({ owner }) => owner !== notesOf(schema).owner)
    return table(shown, columns({ own, parts, personal, showOwner }))
  }
  return [
    show(''),
    ...parts.flatMap((field) => [
      `${heading} ${code(place(field))}`,
      plain(field.description ?? ''),
      show(field.path),
    ]),
  ].join('\n\n')
}

/** The kind of a usual owner in words. */
export function ownerWords(owner: keyof typeof USUAL_OWNERS | undefined): string {
  if (owner === 'erp' || owner === 'pim' || owner === 'crm') return owner.toUpperCase()
  return owner === 'canonry' ? 'nobody (derived)' : (owner ?? '').replaceAll('-', ' ')
}

/** Fields that are explained here: what a shared type is made of stands with that type. */
function ownFields(schema: z.core.$ZodType): readonly Field[] {
  const fields = listFields(schema)
  const closed = fields.filter(({ schemas }) => schemas.some((part) => isValue(part)))
  return fields.filter(({ path }) => !closed.some((value) => path.startsWith(`${value.path}/`)))
}

function isValue(schema: z.core.$ZodType): boolean {
  return valueName(elementOf(schema)) !== undefined
}

function elementOf(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = unwrapped(schema) as z.core.$ZodTypes
  return inner._zod.def.type === 'array' ? elementOf(inner._zod.def.element) : inner
}

function isPart({ path }: Field, fields: readonly Field[]): boolean {
  return fields.filter((field) => field.path.startsWith(`${path}/`)).length > INLINE_FIELDS
}

/** The path of the innermost part that a field stands in. */
function partOf(path: string, parts: readonly Field[]): string {
  const around = parts.filter((part) => path.startsWith(`${part.path}/`))
  return around.at(-1)?.path ?? ''
}

/** A field with the brackets of its list: `lines[]`. */
function place({ path, schemas: [schema] }: Field): string {
  const isList = schema !== undefined && unwrapped(schema)._zod.def.type === 'array'
  return `${dotted(path)}${isList ? '[]' : ''}`
}

interface Shown {
  readonly own: readonly Field[]
  readonly parts: readonly Field[]
  readonly personal: Readonly<Record<string, PersonalData>>
  readonly showOwner: boolean
}

function columns({ own, parts, personal, showOwner }: Shown) {
  return [
    { heading: 'field', cell: (field: Field) => code(dotted(field.path)) },
    { heading: 'type', cell: (field: Field) => typeOf(field, { own, parts }) },
    { heading: 'meaning', cell: ({ description = '' }: Field) => plain(description) },
    { heading: 'unit', cell: ({ unit = '' }: Field) => plain(unit) },
    { heading: 'usual owner', cell: ({ owner }: Field) => (showOwner ? ownerWords(owner) : '') },
    { heading: 'personal data', cell: ({ path }: Field) => personalAt(path, personal) },
  ]
}

function typeOf(field: Field, { own, parts }: Pick<Shown, 'own' | 'parts'>): string {
  const words = typeWords(field.schemas)
  const isRepeated = !own.some(({ path }) => path.startsWith(`${field.path}/`))
  const type = parts.includes(field)
    ? `[${words.replace(' of object', '')}](${anchor(place(field))})`
    : words.replace(/object$/, isRepeated ? 'the same' : 'object')
  const absent = defaultOf(field.schemas)
  const fallback = absent === undefined ? '' : `; if absent ${code(absent)}`
  return field.required ? type : `${type}, optional${fallback}`
}

const CLASSES: readonly PersonalData[] = ['sensitive', 'direct', 'pseudonymous']

/** The strictest class of the field, of its elements, or of what stands inside it. */
function personalAt(path: string, personal: Shown['personal']): string {
  const own = personal[path] ?? personal[`${path}/*`]
  if (own) return own
  const inside = Object.entries(personal).filter(([place]) => place.startsWith(`${path}/`))
  const strictest = CLASSES.find((name) => inside.some(([, found]) => found === name))
  return strictest ? `${strictest} inside` : ''
}
