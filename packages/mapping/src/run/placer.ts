import type { Node, PairsNode } from '../declare/node.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { type Path, readPath, writePath } from '../wire/path.js'

/** Puts the value of a rule into the entity. */
export type Placer = (entity: object, value: unknown) => void

/** Makes ready what puts the value of a rule into the entity. */
export function placer(node: Node): Placer {
  const { path } = node.entity
  if (node.kind === 'joint') return partPlacer(path, node.fields)
  if (node.kind === 'pairs') return partPlacer(path, fieldsOf(node))
  const outer = path.slice(0, -1)
  const key = path.at(-1) as string
  // a nested literal is part of the entity's shape even where none of its fields has a value
  return (entity, value) => {
    const part = partOf(entity, outer)
    if (value !== undefined) setOwn(part, key, value)
  }
}

/** The field of the entity to which the value of a rule is assigned as it is; else `undefined`. */
export function plainField({ kind, entity: { path } }: Node): string | undefined {
  const [key] = path
  const isPlain = kind !== 'joint' && kind !== 'pairs' && path.length === 1 && key !== '__proto__'
  return isPlain ? key : undefined
}

const fieldsOf = ({ members }: PairsNode) => members.map(({ field }) => field)

function partPlacer(path: Path, fields: readonly string[]): Placer {
  return (entity, values) => {
    const part = partOf(entity, path)
    for (const field of fields) {
      const value = isJsonObject(values) ? ownValue(values, field) : undefined
      if (value !== undefined) setOwn(part, field, value)
    }
  }
}

function partOf(entity: object, path: Path): object {
  if (path.length === 0) return entity
  const part = readPath(entity, path) as object | undefined
  if (part) return part
  const made = {}
  writePath(entity, path, made)
  return made
}
