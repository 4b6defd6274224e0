import type {
  ConcatNode,
  EachNode,
  GroupNode,
  JointNode,
  LeafNode,
  NestNode,
  Node,
  SingleNode,
} from '../declare/node.js'
import type { Place } from '../wire/path.js'
import { type Code, field, literal, literals, setField } from './code.js'
import type { Unit } from './unit.js'

/** A writing function that is being written. */
export interface WriteFunction {
  readonly code: Code
  readonly unit: Unit
  /** Pointers of places that more than one rule writes. */
  readonly shared: ReadonlySet<string>
}

/** Writes the code of one rule, whose value stands in the entity `e`. */
export function emitWriteNode(to: WriteFunction, node: Node): void {
  const rule = ruleOf(to, node)
  const value = canonicalOf(to, node)
  switch (node.kind) {
    case 'leaf':
    case 'group':
    case 'joint':
      emitValue(to, node, { rule, value, source: 'e' })
      break
    case 'each':
    case 'single':
    case 'concat':
      emitList(to, node, value)
      break
    case 'nest':
      emitNest(to, node, { rule, value, source: 'e' })
      break
    case 'constant':
      to.code.line(`if (${value} !== ${rule}.value && !rt.sameValue(${value}, ${rule}.value)) throw rt.BAIL;`)
      break
    case 'derived':
      to.code.line(`if (!rt.sameValue(${rule}.compute(e), ${value})) throw rt.BAIL;`)
      break
    case 'position':
    case 'absent':
    case 'joined':
      break
  }
}

interface Given {
  /** The variable of the rule. */
  readonly rule: string
  /** The variable of the canonical value. */
  readonly value: string
  /** Where the interpreter finds the value at the rule's own place. */
  readonly source: string
}

function ruleOf({ code, unit }: WriteFunction, node: Node): string {
  return code.hoist(`t.nodes[${unit.node(node)}]`)
}

function canonicalOf({ code, unit }: WriteFunction, node: Node): string {
  if (node.kind === 'joint') {
    return code.constant(`${code.hoist(`rt.jointValue(t.nodes[${unit.node(node)}])`)}(e)`)
  }
  const { path } = node.entity
  const [key] = path
  if (path.length === 0) return 'e'
  if (path.length === 1 && key !== undefined) return code.constant(field('e', key))
  return code.constant(`rt.readPath(e, ${code.hoist(literals(path))})`)
}

function emitValue(
  to: WriteFunction,
  node: LeafNode | GroupNode | JointNode,
  given: Given,
): void {
  if (node.kind === 'leaf') emitLeaf(to, node, given)
  else emitGroup(to, node, given)
}

/** The question whether something is kept of a place. */
function isKept({ path }: Place): string {
  const [key] = path as [string, ...string[]]
  const name = literal(key)
  return [
    `(kept !== undefined && ${field('kept', key)} !== undefined)`,
    `(missing !== undefined && missing.includes(${name}))`,
    `(inside !== undefined && ${field('inside', key)} !== undefined)`,
  ].join(' || ')
}

function interpret({ rule, source }: Given): string {
  return `rt.interpret(${rule}, ${source}, { document: w, context: x, kept: r });`
}

function emitLeaf(to: WriteFunction, node: LeafNode, given: Given): void {
  const { code } = to
  const { leaf, wire, empty } = node
  const { rule, value } = given
  const isPlain = wire.path.length === 1
  code.line(`if (${value} === undefined) {`)
  if (empty !== 'optional') code.line('throw rt.BAIL;')
  else if (isPlain) {
    const own = field('kept', wire.path[0] as string)
    code.line(`if (kept !== undefined && ${own} === null) ${put(to, rule, { place: wire, value: 'null' })}`)
  } else code.line(`if (r !== undefined) ${interpret(given)}`)
  code.line(`} else if (r !== undefined && (${isKept(wire)})) ${interpret(given)}`)
  code.line('else {')
  if (leaf.typeof) {
    code.line(`if (typeof ${value} !== '${leaf.typeof}') throw rt.BAIL;`)
    code.line(put(to, rule, { place: wire, value }))
  } else {
    const written = code.constant(`${code.hoist(`${rule}.leaf`)}.encode(${value}, x)`)
    code.line(`if (rt.isRefusal(${written})) throw rt.BAIL;`)
    code.line(`if (${written} !== undefined) ${put(to, rule, { place: wire, value: written })}`)
  }
  code.line('}')
}

function put(
  { code, shared }: WriteFunction,
  rule: string,
  { place, value }: { readonly place: Place; readonly value: string },
): string {
  const { path, pointer } = place
  if (shared.has(pointer)) return `rt.put(w, ${rule}, ${code.hoist(literals(path))}, ${value});`
  const [key] = path
  if (path.length === 1 && key !== undefined) return setField('w', key, value)
  return `rt.writePath(w, ${code.hoist(literals(path))}, ${value});`
}

function emitGroup(to: WriteFunction, node: GroupNode | JointNode, given: Given): void {
  const { code } = to
  const { rule, value } = given
  const kept = node.reads.map(({ wire }) => isKept(wire)).join(' || ') || 'false'
  code.line(`if (r !== undefined && (${kept})) ${interpret(given)}`)
  code.line('else {')
  const written = code.constant(`${rule}.put(${value}, x)`)
  code.line(`if (!rt.isPut(${written})) throw rt.BAIL;`)
  for (const [index, { name, leaf, wire }] of node.reads.entries()) {
    const fresh = code.constant(field(written, name))
    const target = `${rule}.reads[${index}]`
    if (!leaf) {
      code.line(`if (${fresh} !== undefined) ${put(to, rule, { place: wire, value: fresh })}`)
      continue
    }
    const encoded = code.name()
    code.line(`if (${fresh} !== undefined) {`)
    code.line(`let ${encoded} = null;`)
    code.line(`if (${fresh} !== null) {`)
    code.line(`${encoded} = ${code.hoist(`${target}.leaf`)}.encode(${fresh}, x);`)
    code.line(`if (rt.isRefusal(${encoded})) throw rt.BAIL;`)
    code.line('}')
    code.line(`if (${encoded} !== undefined) ${put(to, rule, { place: wire, value: encoded })}`)
    code.line('}')
  }
  code.line('}')
}

function emitList(
  to: WriteFunction,
  node: EachNode | SingleNode | ConcatNode,
  list: string,
): void {
  const { code } = to
  code.line(`if (!Array.isArray(${list})) throw rt.BAIL;`)
  const parts = node.kind === 'concat' ? node.parts : [node]
  const rules = parts.map((part) => ruleOf(to, part))
  const shares =
    node.kind === 'concat'
      ? code.constant(`rt.deal(${code.hoist(`[${rules.join(', ')}]`)}, ${list})`)
      : code.constant(`[${node.owns ? `rt.owned(${rules[0]}, ${list})` : list}]`)
  for (const [index, part] of parts.entries()) {
    const share = code.constant(`${shares}[${index}]`)
    if (part.kind === 'each') emitEach(to, part, share)
    else emitSingle(to, part, share)
  }
}

function emitSingle(to: WriteFunction, { node }: SingleNode, share: string): void {
  const { code } = to
  code.line(`if (${share}.length > 1) throw rt.BAIL;`)
  const value = code.constant(`${share}[0]`)
  // the rule inside has no place of its own: what it writes is the element itself
  const rule = code.hoist(`rt.atRoot(${ruleOf(to, node)})`)
  const given = { rule, value, source: value }
  if (node.kind === 'leaf' || node.kind === 'group') emitValue(to, node, given)
  else if (node.kind === 'nest') emitNest(to, node, given)
  else code.line(interpret(given))
}

function emitEach(to: WriteFunction, node: EachNode, list: string): void {
  const { code, unit } = to
  const rule = ruleOf(to, node)
  const own = code.constant(keptAt(code, node.wire))
  const documents = code.name()
  code.line(`let ${documents};`)
  if (node.absent) {
    const left = `${own} !== undefined && (${own}.absent || ${own}.value === null)`
    code.line(`if (${list}.length === 0 && ${left}) ${documents} = ${own}.value;`)
    code.line('else {')
  } else code.line('{')
  code.line(`${documents} = [];`)
  code.line(`const within = ${own} === undefined ? undefined : ${own}.inside;`)
  code.line('const nameOf = within === undefined ? undefined : rt.createElementKeys();')
  code.line(`for (let j = 0; j < ${list}.length; j++) {`)
  code.line(`const element = ${list}[j];`)
  code.line(`const key = ${rule}.key(element);`)
  code.line("if (typeof key !== 'string') throw rt.BAIL;")
  code.line('const q = within === undefined ? undefined : rt.keptInside(within, nameOf(key));')
  code.line(`${documents}.push(w${unit.mapping(node.mapping)}(element, x, q));`)
  code.line('}')
  if (node.keyed !== undefined) {
    code.line(`${documents} = rt.byName(${documents}, ${literal(node.keyed)});`)
    code.line(`if (${documents} === undefined) throw rt.BAIL;`)
  }
  code.line('}')
  code.line(`if (${documents} !== undefined) ${put(to, rule, { place: node.wire, value: documents })}`)
}

function keptAt(code: Code, { path }: Place): string {
  const [key] = path
  const place = code.hoist(literals(path))
  if (path.length !== 1 || key === undefined) {
    return `r === undefined ? undefined : rt.keptAt(r, ${place})`
  }
  return `r !== undefined && (${isKept({ path, pointer: '' })}) ? rt.keptAt(r, ${place}) : undefined`
}

function emitNest(to: WriteFunction, node: NestNode, { rule, value }: Given): void {
  const { code, unit } = to
  const own = code.constant(keptAt(code, node.wire))
  code.line(`if (${value} === undefined) {`)
  if (!node.optional) code.line('throw rt.BAIL;')
  else {
    const nothing = put(to, rule, { place: node.wire, value: 'null' })
    code.line(`if (${own} !== undefined && ${own}.value === null) ${nothing}`)
  }
  code.line('} else {')
  const inner = `${own} === undefined ? undefined : ${own}.inside`
  const document = code.constant(`w${unit.mapping(node.mapping)}(${value}, x, ${inner})`)
  code.line(put(to, rule, { place: node.wire, value: document }))
  code.line('}')
}
