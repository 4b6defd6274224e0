import type { AnyMapping, Node } from '../declare/node.js'
import { planOf } from '../run/plan.js'
import type { Path } from '../wire/path.js'
import { type Code, createCode, field, type Hoisted, literal, roomFor, setField } from './code.js'
import { emitCarried, emitRawValues, rawKey } from './emit-read-levels.js'
import { emitReadNode } from './emit-read-node.js'
import type { ReadFunction } from './emit-read-value.js'
import type { Unit } from './unit.js'

/**
 * The function that reads the documents of a mapping: `d` the document, `x` the context around it,
 * `r` the residue to gather in (absent where none is wanted), `i` its place in its list.
 *
 * It answers with the entity where nothing is wrong, and gives up (`BAIL`) where anything is.
 */
export function emitRead(unit: Unit, mapping: AnyMapping, hoisted: Hoisted): string {
  const number = unit.mapping(mapping)
  const plan = planOf(mapping)
  const code = createCode(hoisted)
  const raws = emitRawValues(code, plan.known)
  const to: ReadFunction = { code, unit, raws }
  code.line(`const x = ${contextOf(mapping, (path) => raws.get(rawKey(path)) as string)};`)
  code.line(`const e = new e${number}();`)
  const parts = new Map([['[]', 'e']])
  for (const node of mapping.nodes) emitPlaced(to, parts, node)
  for (const node of mapping.nodes) {
    if (node.kind === 'derived') emitDerived(to, parts, node)
  }
  emitCarried(code, raws, plan.known)
  const room = roomFor(`e${number}`, fieldsOf(mapping))
  return `${room}\nfunction d${number}(d, o, r, i) {\n${code.text()}\nreturn e;\n}`
}

function fieldsOf({ nodes }: AnyMapping): readonly string[] {
  const fields = nodes.flatMap((node) => {
    const [first] = node.entity.path
    if (first !== undefined) return [first]
    if (node.kind === 'joint') return node.fields
    return node.kind === 'pairs' ? node.members.map(({ field }) => field) : []
  })
  return [...new Set(fields)]
}

/** The context inside a document: what came from outside and what the document hands down. */
export function contextOf(mapping: AnyMapping, read: (path: Path) => string): string {
  const handed = Object.entries(mapping.context)
  const system = literal(mapping.system)
  if (handed.length === 0) return `o.system === ${system} ? o : { ...o, "system": ${system} }`
  const fields = handed.map(([name, { path }]) => `${literal(name)}: ${read(path)}`)
  return `{ ...o, "system": ${system}, ${fields.join(', ')} }`
}

type Parts = Map<string, string>

function emitPlaced(to: ReadFunction, parts: Parts, node: Node): void {
  const { code } = to
  const { path } = node.entity
  const value = emitReadNode(to, node)
  if (node.kind === 'joint' || node.kind === 'pairs') {
    const part = partOf(code, parts, path)
    const fields = node.kind === 'joint' ? node.fields : node.members.map(({ field }) => field)
    for (const name of fields) emitField(code, part, { key: name, value: field(value, name) })
    return
  }
  const part = partOf(code, parts, path.slice(0, -1))
  if (value !== 'undefined') emitField(code, part, { key: path.at(-1) as string, value })
}

function emitField(
  code: Code,
  part: string,
  { key, value }: { readonly key: string; readonly value: string },
): void {
  code.line(`if (${value} !== undefined) ${setField(part, key, value)}`)
}

// a nested literal is part of the entity's shape even where none of its fields has a value
function partOf(code: Code, parts: Parts, path: Path): string {
  const known = parts.get(JSON.stringify(path))
  if (known !== undefined) return known
  const outer = partOf(code, parts, path.slice(0, -1))
  const part = code.constant('{}')
  code.line(setField(outer, path.at(-1) as string, part))
  parts.set(JSON.stringify(path), part)
  return part
}

function emitDerived(to: ReadFunction, parts: Parts, node: Node): void {
  const { code, unit } = to
  const value = code.constant(`${code.hoist(`t.nodes[${unit.node(node)}]`)}.compute(e)`)
  code.line(`if (rt.isRefusal(${value})) throw rt.BAIL;`)
  const { path } = node.entity
  const part = partOf(code, parts, path.slice(0, -1))
  emitField(code, part, { key: path.at(-1) as string, value })
}
