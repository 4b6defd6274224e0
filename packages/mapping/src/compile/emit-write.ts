import type { AnyMapping } from '../declare/node.js'
import { placesOfNode } from '../declare/places.js'
import { planOf } from '../run/plan.js'
import type { Path } from '../wire/path.js'
import { createCode, field, type Hoisted, literals } from './code.js'
import { contextOf } from './emit-read.js'
import { emitWriteNode, type WriteFunction } from './emit-write-node.js'
import type { Unit } from './unit.js'

/**
 * The function that writes the entities of a mapping: `e` the entity, `o` the context around it,
 * `r` the residue, if there is any.
 *
 * It answers with the document where nothing is wrong, and gives up (`BAIL`) where anything is.
 */
export function emitWrite(unit: Unit, mapping: AnyMapping, hoisted: Hoisted): string {
  const plan = planOf(mapping)
  const code = createCode(hoisted)
  const to: WriteFunction = { code, unit, shared: sharedPlaces(mapping) }
  const read = plan.known.fields
  const keys = [...read.keys()].filter((key) => read.get(key) !== 'carried')
  const known = code.hoist(`new Set(${literals(keys)})`)
  code.line(`if (!rt.isJsonObject(e)) throw rt.BAIL;`)
  code.line(`const w = rt.startDocument(r, ${known});`)
  code.line('const kept = r === undefined ? undefined : r.kept;')
  code.line('const missing = r === undefined ? undefined : r.missing;')
  code.line('const inside = r === undefined ? undefined : r.inside;')
  const context = contextOf(mapping, handedDown)
  code.line(`let x = ${context};`)
  // what is handed down comes out of the document, so the rules that write it go first
  for (const node of plan.first) {
    emitWriteNode(to, node)
    code.line(`x = ${context};`)
  }
  for (const node of plan.rest) emitWriteNode(to, node)
  const entered = [...read.values()].some((state) => typeof state === 'object')
  if (entered) {
    const tree = code.hoist(`rt.knownOf(t.mappings[${unit.mapping(mapping)}])`)
    code.line(`if (kept !== undefined || inside !== undefined) rt.restoreUnknown(${tree}, r, w);`)
  }
  return `function w${unit.mapping(mapping)}(e, o, r) {\n${code.text()}\nreturn w;\n}`
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

