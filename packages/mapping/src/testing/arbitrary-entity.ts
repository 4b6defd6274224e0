import fc from 'fast-check'
import type { AnyMapping, DerivedNode, Node } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { interpretEncode } from '../run/encode.js'
import { computeThrough } from '../run/scope.js'
import { type Path, readPath, writePath } from '../wire/path.js'
import { handedValues, onceForEach } from './arbitrary-wire.js'
import { type EntityMaking, valuesOf } from './entity-values.js'
import { kept, type MakeOptions, type Making, startOf } from './made.js'
import { LEFT_OUT, objectOf } from './schema-arbitraries.js'

type Values = fc.Arbitrary<unknown>

/**
 * Entities that a mapping writes, which no document was needed for: out of the domains of its
 * leaves, what its groups make of them, and the canonical schema.
 *
 * Every entity is one that `encode` accepts; where nothing is, the arbitrary throws and says why.
 */
export function arbitraryEntity(mapping: AnyMapping, options: MakeOptions = {}): Values {
  return entities(mapping, startOf(options))
}

function entities(mapping: AnyMapping, making: Making): Values {
  const context = { ...making.context, system: mapping.system }
  const inside = { ...making, mapping, context, inner: entities, fixed: new Map() }
  const places = Object.entries(mapping.context)
  const assembledWith = (handed: ReadonlyMap<string, unknown>) => {
    const fixed = new Map(places.map(([name, { pointer }]) => [pointer, handed.get(name)]))
    return assembled({ ...inside, fixed, context: { ...context, ...objectOf([...handed]) } })
  }
  const made =
    places.length === 0
      ? assembled(inside)
      : handedValues(mapping, { ...making, context }).chain(onceForEach(assembledWith))
  const errorsOf = (entity: unknown) =>
    interpretEncode(mapping, { entity, context: making.context, residue: {} }).match(
      () => [],
      (errors) => errors,
    )
  return kept(made, { mapping, making, errorsOf })
}

function assembled(making: EntityMaking): Values {
  const { nodes } = making.mapping
  return fc.tuple(...nodes.map((node) => valuesOf(node, making))).map((values) => {
    const entity = {}
    for (const { entity: place } of nodes) open(entity, place.path)
    for (const [index, value] of values.entries()) put(entity, nodes[index] as Node, value)
    for (const node of nodes) if (node.kind === 'derived') derive(entity, node)
    return entity
  })
}

// the literal around a value is there, whether or not there is a value
function open(entity: object, path: Path): void {
  const around = path.slice(0, -1)
  if (around.length > 0 && readPath(entity, around) === undefined) writePath(entity, around, {})
}

function put(entity: object, node: Node, value: unknown): void {
  const { path } = node.entity
  if (value === LEFT_OUT || value === undefined) return
  if (node.kind !== 'joint' && node.kind !== 'pairs') {
    writePath(entity, path, value)
    return
  }
  for (const [field, part] of Object.entries(value as object)) {
    if (part !== undefined) writePath(entity, [...path, field], part)
  }
}

function derive(entity: object, node: DerivedNode): void {
  const value = computeThrough(node, entity)
  if (!isRefusal(value) && value !== undefined) writePath(entity, node.entity.path, value)
}
