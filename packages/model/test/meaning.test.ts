import * as model from '@canonry/model'
import {
  entities,
  type Field,
  listFields,
  listPersonalData,
  notesOf,
  USUAL_OWNERS,
} from '@canonry/model'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

type Schema = z.core.$ZodType

const exported: readonly (readonly [string, unknown])[] = Object.entries(model)
const schemas = exported.flatMap(([name, value]) =>
  value instanceof z.core.$ZodType ? [[name, value as Schema] as const] : [],
)
const objects = schemas.filter(([, schema]) => listFields(schema).length > 0)
const typeMeanings = new Map(
  schemas.flatMap(([name, schema]) => {
    const { description } = notesOf(schema)
    return description === undefined ? [] : [[description, name] as const]
  }),
)

/** The schema of a field without what makes it optional, nullable or give it a default. */
function unwrapped(schema: Schema): Schema {
  const { innerType } = schema._zod.def as { innerType?: Schema }
  return innerType ? unwrapped(innerType) : schema
}

function isCopyOf(schema: Schema, original: Schema): boolean {
  const { parent } = schema._zod
  return schema === original || (parent !== undefined && isCopyOf(parent, original))
}

function isNumber({ schemas: [schema] }: Field): boolean {
  const inner = schema && unwrapped(schema)
  return inner !== undefined && (isCopyOf(inner, model.Decimal) || inner._zod.def.type === 'number')
}

describe.each(objects)('%s', (_, schema) => {
  const fields = listFields(schema)
  const paths = (wrong: (field: Field) => boolean) => fields.filter(wrong).map(({ path }) => path)

  it('says of every field at every depth what it means, in a whole sentence', () => {
    expect(paths(({ description }) => description === undefined)).toEqual([])
    expect(paths(({ description }) => !/^[A-Z`].*[.)]$/s.test(description ?? ''))).toEqual([])
  })

  it('says of a field what it means there, and not only what its type is', () => {
    expect(paths(({ description = '' }) => typeMeanings.has(description))).toEqual([])
  })

  it('says of every number what it counts in', () => {
    expect(paths((field) => isNumber(field) && field.unit === undefined)).toEqual([])
  })

  it('tells nothing but description, unit and a known owner', () => {
    const told = fields.flatMap(({ path, schemas }) =>
      schemas.flatMap((part) => Object.keys(notesOf(part)).map((note) => [path, note])),
    )
    const known = ['description', 'unit', 'owner']
    expect(told.filter(([, note = '']) => !known.includes(note))).toEqual([])
    expect(
      paths(({ owner }) => owner !== undefined && !Object.hasOwn(USUAL_OWNERS, owner)),
    ).toEqual([])
  })
})

// names of fields that point to a person wherever they stand
const PERSONAL =
  /^(?:.*name|email|phone|line\d|postalCode|city|company|note|tracking.*|landingPage|referrer|last4|attributes|assignedBy)$/i
const IMPERSONAL: Readonly<Record<string, string>> = {
  '/countryName': 'a country',
  '/categories/*/name': 'a category',
  '/options/*/name': 'a choice of a product',
  '/jurisdiction/name': 'an authority',
}

describe.each(Object.entries(entities))('the entity %s', (name, { schema }) => {
  const fields = listFields(schema)

  it('says what it is, and who usually owns it and each of its fields', () => {
    expect(notesOf(schema).description).toMatch(/^[A-Z].*\.$/)
    expect(Object.keys(USUAL_OWNERS)).toContain(notesOf(schema).owner)
    expect(fields.filter(({ owner }) => owner === undefined)).toEqual([])
  })

  it('marks every field that points to a person', () => {
    const marked = Object.keys(listPersonalData(schema))
    const isMarked = (path: string) =>
      marked.some((mark) => path === mark || path.startsWith(`${mark}/`) || mark === `${path}/*`)
    const personal = fields
      .map(({ path }) => path)
      .filter((path) => PERSONAL.test(path.split('/').at(-1) ?? ''))
      .filter((path) => !Object.keys(IMPERSONAL).some((known) => path.endsWith(known)))
      .filter((path) => !(name === 'location' && path === '/name'))
    expect(personal.filter((path) => !isMarked(path))).toEqual([])
  })

  it('marks every ref to a customer', () => {
    const refs = fields.filter(({ path }) => path.endsWith('/customer')).map(({ path }) => path)
    expect(Object.keys(listPersonalData(schema))).toEqual(expect.arrayContaining(refs))
  })
})

describe('listFields', () => {
  const Tree: z.ZodType = z.object({
    name: z.string().describe('Its name.'),
    get kids() {
      return z.array(Tree).optional().describe('Its kids.')
    },
  })
  const Either = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), 'x/y': z.string() }),
    z.object({ kind: z.literal('b'), of: z.string().default('') }),
  ])
  const Thing = z
    .object({
      tree: Tree,
      one: z.array(Either).meta({ description: 'Ones.', unit: 'pieces', owner: 'erp' }),
      free: z.record(z.string(), z.json()).optional(),
    })
    .meta({ owner: 'pim' })

  it('lists what stands in a field after it, through lists, records, alternatives and recursion', () => {
    expect(listFields(Thing).map(({ schemas, ...field }) => [schemas.length, field])).toEqual([
      [1, { path: '/tree', required: true, owner: 'pim' }],
      [1, { path: '/tree/name', required: true, owner: 'pim', description: 'Its name.' }],
      [1, { path: '/tree/kids', required: false, owner: 'pim', description: 'Its kids.' }],
      [1, { path: '/one', required: true, owner: 'erp', description: 'Ones.', unit: 'pieces' }],
      [2, { path: '/one/*/kind', required: true, owner: 'erp' }],
      [1, { path: '/one/*/x~1y', required: true, owner: 'erp' }],
      [1, { path: '/one/*/of', required: false, owner: 'erp' }],
      [1, { path: '/free', required: false, owner: 'pim' }],
    ])
  })

  it('takes what is said last of a copy, and what its original said of the rest', () => {
    const Money = z.string().meta({ description: 'Money.', unit: 'euros' })
    const fields = listFields(z.object({ price: Money.describe('The price.').optional() }))
    expect(fields).toMatchObject([{ description: 'The price.', unit: 'euros' }])
    expect(notesOf(Money)).toEqual({ description: 'Money.', unit: 'euros' })
  })
})
