import fc from 'fast-check'
import type { z } from 'zod'
import type {
  AnyMapping,
  ConcatNode,
  EachNode,
  JointNode,
  LeafNode,
  Node,
  PairsNode,
  SingleNode,
} from '../declare/node.js'
import { wireField } from '../declare/wire-schema.js'
import { isRefusal } from '../refusal.js'
import { askAbout, decodeThrough } from '../run/scope.js'
import { writePath } from '../wire/path.js'
import { canonicalField, elementField } from './canonical-field.js'
import { groupValues } from './group-arbitraries.js'
import { entityValues } from './leaf-values.js'
import { type Making, patient, whatOf } from './made.js'
import { arbitraryOfSchema, LEFT_OUT } from './schema-arbitraries.js'

type Values = fc.Arbitrary<unknown>

/** Where the rules of one entity make its values. */
export interface EntityMaking extends Making {
  readonly mapping: AnyMapping
  /** What the wire document says at places that hand something down, by pointer. */
  readonly fixed: ReadonlyMap<string, unknown>
  /** Entities of a mapping inside this one. */
  readonly inner: (mapping: AnyMapping, making: Making) => Values
}

/** The value of a rule, {@link LEFT_OUT} where it has none; of a joint and of pairs, their fields. */
export function valuesOf(node: Node, making: EntityMaking): Values {
  const own = making.options.overrides?.entity?.[making.entity + node.entity.pointer]
  return own ?? madeOf(node, making, canonicalField(making.mapping.canonical, node.entity.path))
}

function madeOf(node: Node, making: EntityMaking, schema: z.ZodType | undefined): Values {
  switch (node.kind) {
    case 'leaf':
      return leafValues(node, making, schema)
    case 'group':
    case 'joint':
      return groupValues({
        node,
        context: making.context,
        fixed: making.fixed,
        given: (pointer) => saidOf(making, pointer),
        schema: node.kind === 'joint' ? jointSchema(node, making) : valuesOfSchema(schema),
        what: whatOf(making.mapping, { ...making, entity: making.entity + node.entity.pointer }),
      })
    case 'pairs':
      return pairValues(node, making)
    case 'nest': {
      const inner = making.inner(
        node.mapping,
        below(making, node.wire.pointer, node.entity.pointer),
      )
      return node.optional ? gapped(inner) : inner
    }
    case 'each':
    case 'single':
      return listValues(node, making)
    case 'concat':
      return concatValues(node, making)
    case 'constant':
      return fc.constant(node.value)
    default:
      return fc.constant(LEFT_OUT)
  }
}

/** What is said of a place of the document. */
function saidOf({ wire, options }: EntityMaking, pointer: string): Values | undefined {
  return options.overrides?.wire?.[wire + pointer]
}

function below(making: EntityMaking, wire: string, entity: string): Making {
  const { context, options } = making
  return { wire: making.wire + wire, entity: making.entity + entity, context, options }
}

function gapped(values: Values): Values {
  return fc.oneof({ weight: 4, arbitrary: values }, fc.constant(LEFT_OUT))
}

function valuesOfSchema(schema: z.ZodType | undefined): Values | undefined {
  return schema && arbitraryOfSchema(schema)
}

function leafValues(node: LeafNode, making: EntityMaking, schema: z.ZodType | undefined): Values {
  const { leaf, wire, empty } = node
  const { context, fixed, mapping } = making
  if (fixed.has(wire.pointer)) {
    const said = fixed.get(wire.pointer)
    const isNothing = said === null || said === undefined || said === LEFT_OUT
    const value =
      isNothing && empty !== 'meaning'
        ? LEFT_OUT
        : decodeThrough(leaf, isNothing ? null : said, context)
    return fc.constant(isRefusal(value) ? LEFT_OUT : value)
  }
  const placed = {
    leaf,
    context,
    schema: arbitraryOfSchema(wireField(mapping.wire, wire.path).schema),
    given: saidOf(making, wire.pointer),
  }
  const values = entityValues(placed, valuesOfSchema(schema))
  if (empty === 'optional') return gapped(values)
  const complaint = { reason: `The leaf is ${leaf.name}.` }
  const judge = (value: unknown) => (value === LEFT_OUT ? complaint : undefined)
  return patient(values, { judge, what: whatOf(mapping, making) })
}

function jointSchema({ entity, fields }: JointNode, { mapping }: EntityMaking): Values {
  const parts = fields.map((field) => {
    const schema = canonicalField(mapping.canonical, [...entity.path, field])
    return [field, schema ? gapped(arbitraryOfSchema(schema)) : fc.constant(LEFT_OUT)] as const
  })
  return fieldsOf(parts)
}

function pairValues({ members }: PairsNode, { context }: EntityMaking): Values {
  return fieldsOf(
    members.map(({ field, leaf }) => [
      field,
      gapped(entityValues({ leaf, context, schema: fc.string() }, undefined)),
    ]),
  )
}

function fieldsOf(fields: readonly (readonly [string, Values])[]): Values {
  return fc
    .tuple(...fields.map(([, values]) => values))
    .map((values) =>
      Object.fromEntries(
        values.flatMap((value, index) =>
          value === LEFT_OUT ? [] : [[fields[index]?.[0] ?? '', value]],
        ),
      ),
    )
}

function listValues(node: EachNode | SingleNode, making: EntityMaking): fc.Arbitrary<unknown[]> {
  if (node.kind === 'single') {
    const list = canonicalField(making.mapping.canonical, node.entity.path)
    const place = making.entity + node.entity.pointer
    const own = making.options.overrides?.entity?.[`${place}/*`]
    const element = own ?? madeOf(node.node, making, elementField(list))
    return element.map((value) => (value === LEFT_OUT || value === undefined ? [] : [value]))
  }
  const { mapping, keyed, wire, entity } = node
  const element = making.inner(mapping, below(making, `${wire.pointer}/*`, `${entity.pointer}/*`))
  const name = mapping.nodes.find(
    (inner) => inner.kind === 'leaf' && inner.wire.path.join() === keyed,
  )
  const selector = (made: unknown) => JSON.stringify(name ? askName(made, name) : undefined)
  const list =
    keyed === undefined
      ? fc.array(element, { maxLength: 3 })
      : fc.uniqueArray(element, { maxLength: 3, selector })
  return list.map((elements) => elements.map((made, index) => numbered(mapping, made, index)))
}

function askName(made: unknown, { entity }: Node): unknown {
  return entity.path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)?.[key],
    made,
  )
}

/** An element that knows where it stands. */
function numbered({ nodes }: AnyMapping, made: unknown, index: number): unknown {
  const places = nodes.filter(({ kind }) => kind === 'position')
  if (places.length === 0) return made
  const copy = { ...(made as object) }
  for (const { entity } of places) writePath(copy, entity.path, String(index))
  return copy
}

// an element goes to the first part that owns it: only that part may make it
function concatValues({ parts }: ConcatNode, making: EntityMaking): Values {
  const owner = (element: unknown) =>
    parts.findIndex(({ owns }) => owns === undefined || askAbout(owns, element) === true)
  return fc
    .tuple(...parts.map((part) => listValues(part, making)))
    .map((lists) =>
      lists.flatMap((list, index) => list.filter((element) => owner(element) === index)),
    )
}
