import fc from 'fast-check'
import type { z } from 'zod'
import type { AnyLeaf, AnyMapping, EachNode, Node, PairsNode } from '../declare/node.js'
import { wireField } from '../declare/wire-schema.js'
import { interpretDecode } from '../run/decode.js'
import { isJsonObject } from '../wire/json.js'
import { type Path, type Place, placeAt, readPath } from '../wire/path.js'
import { wireValues } from './leaf-values.js'
import { kept, type MakeOptions, type Making, startOf } from './made.js'
import { arbitraryOfSchema, LEFT_OUT, objectOf } from './schema-arbitraries.js'

type Values = fc.Arbitrary<unknown>

/**
 * Documents that a mapping reads, out of its wire schema and the domains of its leaves: every gap
 * that the schema allows, every rule, lists of up to three elements.
 *
 * Every document is one that `decode` accepts; where nothing is, the arbitrary throws and says why.
 */
export function arbitraryWire(mapping: AnyMapping, options: MakeOptions = {}): Values {
  return documents(mapping, startOf(options))
}

/** Documents of a mapping, wherever they stand. */
export function documents(mapping: AnyMapping, making: Making): Values {
  const inside = { ...making, context: { ...making.context, system: mapping.system } }
  const places = Object.entries(mapping.context)
  const errorsOf = (wire: unknown) =>
    interpretDecode(mapping, wire, making.context).match(
      () => [],
      (errors) => errors,
    )
  const fieldsWith = (handed: ReadonlyMap<string, unknown>) => {
    const context = { ...inside.context, ...objectOf([...handed]) }
    const fixed = places.map(([name, { pointer }]) => [pointer, handed.get(name)] as const)
    return fields(mapping, { ...inside, context }, new Map(fixed))
  }
  const made =
    places.length === 0
      ? fields(mapping, inside, new Map())
      : handedValues(mapping, inside).chain(onceForEach(fieldsWith))
  return kept(made, { mapping, making, errorsOf })
}

/** Arbitraries of a whole document are dear to make, and documents hand the same down again and again. */
export function onceForEach(
  make: (handed: ReadonlyMap<string, unknown>) => Values,
): (handed: ReadonlyMap<string, unknown>) => Values {
  const known = new Map<string, Values>()
  return (handed) => {
    const values = [...handed.values()]
    if (!values.every(isPlain)) return make(handed)
    const name = JSON.stringify(values.map((value) => [typeof value, String(value)]))
    const found = known.get(name) ?? make(handed)
    known.set(name, found)
    return found
  }
}

// of other values no name is known that tells them apart
function isPlain(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

/** What a document hands down, by name: the values of the places before there is a document. */
export function handedValues(
  mapping: AnyMapping,
  making: Making,
): fc.Arbitrary<ReadonlyMap<string, unknown>> {
  const places = Object.entries(mapping.context)
  const at = valuesByPlace(mapping, making)
  const values = places.map(([, place]) =>
    valuesAt(mapping, place.path, { pointer: making.wire, values: at }),
  )
  return fc
    .tuple(...values)
    .map((list) => new Map(list.map((value, index) => [places[index]?.[0] ?? '', value])))
}

interface Sought {
  readonly pointer: string
  readonly values: (pointer: string) => Values | undefined
}

/** The values of one place: those of a document with nothing else in it. */
function valuesAt({ wire }: AnyMapping, path: Path, { pointer, values }: Sought): Values {
  const [key = '', ...rest] = path
  const field = wire.shape[key]
  if (!field) return fc.constant(LEFT_OUT)
  const sought = pointer + placeAt(path).pointer
  const isBeside = (at: string) =>
    !`${at}/`.startsWith(`${sought}/`) && !`${sought}/`.startsWith(`${at}/`)
  const alone = arbitraryOfSchema(field as z.ZodType, {
    pointer: pointer + placeAt([key]).pointer,
    placing: {
      values,
      whole: (at) => (isBeside(at) ? fc.constant(LEFT_OUT) : undefined),
    },
  })
  return alone.map((value) =>
    value === LEFT_OUT || rest.length === 0 ? value : (readPath(value, rest) ?? LEFT_OUT),
  )
}

function fields(mapping: AnyMapping, making: Making, fixed: ReadonlyMap<string, unknown>): Values {
  const { wire: pointer } = making
  return arbitraryOfSchema(mapping.wire, {
    pointer,
    placing: {
      values: valuesByPlace(mapping, making),
      whole: (at) => {
        const inner = at.slice(pointer.length)
        return fixed.has(inner) ? fc.constant(fixed.get(inner)) : undefined
      },
    },
  })
}

type Rules = Map<string, () => Values>

function valuesByPlace(mapping: AnyMapping, making: Making): Sought['values'] {
  const { wire: pointer, options } = making
  const rules: Rules = new Map()
  for (const node of mapping.nodes) collect(node, { mapping, making, rules })
  return (at) => options.overrides?.wire?.[at] ?? rules.get(at.slice(pointer.length))?.()
}

interface Collecting {
  readonly mapping: AnyMapping
  readonly making: Making
  readonly rules: Rules
}

function collect(node: Node, collecting: Collecting): void {
  const { mapping, making, rules } = collecting
  const leafAt = (leaf: AnyLeaf, { path, pointer }: Place) => {
    const { schema } = wireField(mapping.wire, path)
    rules.set(pointer, () =>
      wireValues({ leaf, context: making.context, schema: arbitraryOfSchema(schema) }),
    )
  }
  const below = (place: string) => ({ ...making, wire: making.wire + place, entity: '' })
  switch (node.kind) {
    case 'leaf':
      leafAt(node.leaf, node.wire)
      break
    case 'group':
    case 'joint':
      for (const { leaf, wire } of node.reads) if (leaf) leafAt(leaf, wire)
      break
    case 'each':
      rules.set(node.wire.pointer, () => elements(node, below(`${node.wire.pointer}/*`)))
      break
    case 'nest':
      rules.set(node.wire.pointer, () => documents(node.mapping, below(node.wire.pointer)))
      break
    case 'pairs':
      rules.set(node.wire.pointer, () => pairLists(node, making))
      break
    case 'single':
      collect(node.node, collecting)
      break
    case 'concat':
      for (const part of node.parts) collect(part, collecting)
      break
    default:
  }
}

function elements({ mapping, keyed }: EachNode, making: Making): Values {
  const made = documents(mapping, making)
  if (keyed === undefined) return fc.array(made, { maxLength: 3 })
  return fc.array(made, { maxLength: 3 }).map((list) => {
    const entries = list.filter(isJsonObject).map(({ [keyed]: name, ...rest }) => [name, rest])
    return objectOf(
      entries.filter((entry): entry is [string, object] => typeof entry[0] === 'string'),
    )
  })
}

function pairLists({ keys, members }: PairsNode, { context }: Making): Values {
  const named = members.map(({ name, leaf }) =>
    wireValues({ leaf, context, schema: fc.string() }).map((value) =>
      objectOf([
        [keys.name, name],
        [keys.value, value],
      ]),
    ),
  )
  const others = fc
    .string()
    .map((value) => ({ [keys.name]: 'of somebody else', [keys.value]: value }))
  return fc.array(fc.oneof(...named, others), { maxLength: 4 })
}
