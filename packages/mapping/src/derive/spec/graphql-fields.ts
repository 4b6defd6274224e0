import { err, ok } from 'neverthrow'
import { isJsonObject } from '../../wire/json.js'
import { readPath } from '../../wire/path.js'
import { ANY, NO_REASON, type SpecContent, type SpecField, type SpecResult } from './spec.js'

interface TypeReference {
  readonly kind: string
  readonly name?: string | null
  readonly ofType?: TypeReference | null
}

interface GraphqlField {
  readonly name: string
  readonly isDeprecated?: boolean
  readonly deprecationReason?: string | null
  /** An introspection that asks for too few levels leaves out what is below them. */
  readonly type?: TypeReference | null
}

interface GraphqlType {
  readonly kind: string
  readonly name: string
  readonly fields?: readonly GraphqlField[] | null
  readonly possibleTypes?: readonly TypeReference[] | null
}

type Types = ReadonlyMap<string, GraphqlType>

/**
 * A type of a GraphQL schema as a specification, out of the answer to an introspection query.
 *
 * A connection's `nodes` and `edges` are the same data, read either way; cursors and page
 * information say nothing about the thing. An interface or a union has the fields of all its types.
 */
export function graphqlSpec(
  introspection: unknown,
  { type }: { readonly type: string },
): SpecResult {
  const listed =
    readPath(introspection, ['data', '__schema', 'types']) ??
    readPath(introspection, ['__schema', 'types'])
  if (!Array.isArray(listed)) {
    return err({ kind: 'unknown-format', message: 'not the answer to an introspection query' })
  }
  const types: Types = new Map(listed.filter(isType).map((found) => [found.name, found]))
  if (!types.has(type)) {
    return err({ kind: 'no-such-type', message: `the GraphQL schema has no type ${type}` })
  }
  return ok({ title: `GraphQL: ${type}`, content: () => objectContent(types, type) })
}

function isType(value: unknown): value is GraphqlType {
  return isJsonObject(value) && typeof value['name'] === 'string'
}

function objectContent(types: Types, name: string): SpecContent {
  const type = types.get(name)
  const is = type ?? {}
  if (type === undefined) return { fields: [], isOpen: true, is, note: `type ${name} is missing` }
  const fields = new Map<string, GraphqlField>()
  for (const each of [type, ...possibleTypes(types, type)]) {
    for (const field of each.fields ?? []) {
      if (!fields.has(field.name)) fields.set(field.name, field)
    }
  }
  const role = roleOf(fields)
  return {
    fields: [...fields.values()].map((field) => ({
      ...fieldOf(types, field),
      ...role(field.name),
    })),
    isOpen: type.kind === 'SCALAR' && /json/i.test(name),
    is,
  }
}

function possibleTypes(types: Types, { possibleTypes }: GraphqlType): readonly GraphqlType[] {
  return (possibleTypes ?? []).flatMap(({ name }) => types.get(name ?? '') ?? [])
}

/** What the fields of a connection and of its edges are there for. */
function roleOf(
  fields: ReadonlyMap<string, GraphqlField>,
): (name: string) => Pick<SpecField, 'twin' | 'isPaging'> {
  const isConnection = fields.has('pageInfo') && (fields.has('edges') || fields.has('nodes'))
  const isEdge = fields.has('cursor') && fields.has('node')
  return (name) => {
    if (isConnection && name === 'edges') return { twin: 'nodes' }
    if (isConnection && name === 'nodes') return { twin: 'edges' }
    const isPaging = (isConnection && name === 'pageInfo') || (isEdge && name === 'cursor')
    return isPaging ? { isPaging } : {}
  }
}

function fieldOf(types: Types, field: GraphqlField): SpecField {
  const { name, isDeprecated, deprecationReason, type } = field
  return {
    name,
    ...(isDeprecated ? { deprecated: deprecationReason ?? NO_REASON } : {}),
    content: () => contentOf(types, type),
  }
}

const UNTOLD = {
  fields: [],
  isOpen: true,
  note: 'the introspection does not say of which type it is: ask for more levels of `ofType`',
} as const

function contentOf(types: Types, reference: TypeReference | null | undefined): SpecContent {
  const { kind, name, ofType } = reference ?? {}
  if (!ofType) return typeof name === 'string' ? objectContent(types, name) : { ...UNTOLD, is: {} }
  if (kind !== 'LIST') return contentOf(types, ofType)
  const element = { name: ANY, content: () => contentOf(types, ofType) }
  return { fields: [element], isOpen: false, is: ofType }
}
