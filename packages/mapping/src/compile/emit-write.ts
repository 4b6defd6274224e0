import type { AnyMapping, Node } from '../declare/node.js'
import { placesOfNode } from '../declare/places.js'
import { type Known, planOf } from '../run/plan.js'
import type { Path } from '../wire/path.js'
import {
  type Code,
  createCode,
  field,
  type Hoisted,
  isObject,
  literal,
  literals,
  roomFor,
  setField,
} from './code.js'
import { contextOf } from './emit-read.js'
import { emitWriteNode } from './emit-write-node.js'
import type { WriteFunction } from './emit-write-value.js'
import type { Unit } from './unit.js'

/**
 * The function that writes the entities of a mapping: `e` the entity, `o` the context around it,
 * `r` the residue, if there is any.
 *
 * It answers with the document where nothing is wrong, and gives up (`BAIL`) where anything is.
 */
export function emitWrite(unit: Unit, mapping: AnyMapping, hoisted: Hoisted): string {
  const number = unit.mapping(mapping)
  const plan = planOf(mapping)
  const code = createCode(hoisted)
  const to: WriteFunction = { code, unit, shared: sharedPlaces(mapping) }
  const read = plan.known.fields
  const keys = [...read.keys()].filter((key) => read.get(key) !== 'carried')
  code.line(`if (!${isObject('e')}) throw rt.BAIL;`)
  code.line('const carried = r === undefined ? undefined : r.carried;')
  // residue of another revision may carry what is read now
  const isRead = keys.map((key) => `${field('carried', key)} !== undefined`).join(' || ')
  code.line(`if (carried !== undefined && (${isRead || 'false'})) throw rt.BAIL;`)
  code.line(`const w = new f${number}();`)
  const carried = [...read.keys()].filter((key) => read.get(key) === 'carried')
  emitCarried(code, carried)
  code.line('const kept = r === undefined ? undefined : r.kept;')
  code.line('const missing = r === undefined ? undefined : r.missing;')
  code.line('const inside = r === undefined ? undefined : r.inside;')
  code.line('const hasKept = kept !== undefined || missing !== undefined || inside !== undefined;')
  const entered = keys.filter((key) => !isReadWhole(mapping, key))
  code.line(`const hasMore = hasKept && rt.keepsMore(r, ${code.hoist(setOf(entered))});`)
  const context = contextOf(mapping, handedDown)
  code.line(`let x = ${context};`)
  // what is handed down comes out of the document, so the rules that write it go first
  for (const node of plan.first) {
    emitWriteNode(to, node)
    code.line(`x = ${context};`)
  }
  for (const node of plan.rest) emitWriteNode(to, node)
  emitRestored(code, plan.known, `rt.knownOf(t.mappings[${number}])`)
  const room = roomFor(`f${number}`, [...carried, ...keys])
  return `${room}\nfunction w${number}(e, o, r) {\n${code.text()}\nreturn w;\n}`
}

/** Gives back what is carried; most documents carry what the mapping says, and nothing else. */
function emitCarried(code: Code, keys: readonly string[]): void {
  code.line('if (carried !== undefined) {')
  const values = keys.map((key) => [key, code.constant(field('carried', key))] as const)
  code.line('let count = 0; for (const _ in carried) count++;')
  const own = values.map(([, value]) => `(${value} === undefined ? 0 : 1)`).join(' + ')
  code.line(`if (count !== ${own || '0'}) rt.carryAll(w, carried);`)
  code.line('else {')
  for (const [key, value] of values) {
    code.line(`if (${value} !== undefined) ${setField('w', key, value)}`)
  }
  code.line('}')
  code.line('}')
}

/** Whether a rule reads a field as a whole, and does not only look for documents and places inside it. */
function isReadWhole(mapping: AnyMapping, key: string): boolean {
  const rules = mapping.nodes.flatMap((node): readonly Node[] =>
    node.kind === 'concat' ? node.parts : [node],
  )
  return rules
    .filter(({ kind }) => kind !== 'each' && kind !== 'nest')
    .flatMap(placesOfNode)
    .some(({ path }) => path.length === 1 && path[0] === key)
}

function setOf(keys: readonly string[]): string {
  return `new Set(${literals(keys)})`
}

/** Writes back what is kept of objects that rules read inside. */
function emitRestored(code: Code, { fields }: Known, tree: string): void {
  const entered = [...fields].filter(([, state]) => typeof state === 'object')
  for (const [key] of entered) {
    const [own, written, inner] = ['kept', 'w', 'inside'].map((holder) => field(holder, key))
    const target = setField('w', key, `${own}`)
    code.line(`if (inside !== undefined && ${inner} !== undefined)`)
    code.line(
      `  rt.restoreInside(${code.hoist(tree)}.fields.get(${literal(key)}), ${inner}, w, ${literal(key)});`,
    )
    code.line(
      `if (kept !== undefined && ${own} !== undefined && ${written} === undefined) ${target}`,
    )
  }
}

function handedDown(path: Path): string {
  const [key] = path
  if (path.length > 1 || key === undefined) return `rt.handedDown(w, r, ${literals(path)})`
  const written = field('w', key)
  return `${written} ?? (kept === undefined ? undefined : ${field('kept', key)})`
}

/** The places that more than one rule writes. */
function sharedPlaces(mapping: AnyMapping): ReadonlySet<string> {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const { pointer } of mapping.nodes.flatMap(placesOfNode)) {
    if (seen.has(pointer)) shared.add(pointer)
    seen.add(pointer)
  }
  return shared
}
