import type { ConcatNode, EachNode, NestNode, Node, SingleNode } from '../declare/node.js'
import type { Place } from '../wire/path.js'
import { type Code, field, literal, literals } from './code.js'
import { emitGroup } from './emit-write-group.js'
import {
  emitLeaf,
  type Given,
  interpret,
  isKept,
  put,
  ruleOf,
  type WriteFunction,
} from './emit-write-value.js'

/** Writes the code of one rule, whose value stands in the entity `e`. */
export function emitWriteNode(to: WriteFunction, node: Node): void {
  const rule = ruleOf(to, node)
  const value = canonicalOf(to, node)
  switch (node.kind) {
    case 'leaf':
      emitLeaf(to, node, { rule, value, source: 'e' })
      break
    case 'group':
    case 'joint':
      emitGroup(to, node, { rule, value, source: 'e' })
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
      to.code.line(
        `if (${value} !== ${rule}.value && !rt.sameValue(${value}, ${rule}.value)) throw rt.BAIL;`,
      )
      break
    case 'derived':
      to.code.line(`if (!rt.sameValue(${rule}.compute(e), ${value})) throw rt.BAIL;`)
      break
    case 'pairs':
      to.code.line(interpret({ rule, value, source: 'e' }))
      break
    case 'position':
    case 'absent':
    case 'joined':
      break
  }
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

function emitList(to: WriteFunction, node: EachNode | SingleNode | ConcatNode, list: string): void {
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
  if (node.kind === 'leaf') emitLeaf(to, node, given)
  else if (node.kind === 'group') emitGroup(to, node, given)
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
  code.line(`${documents} = new Array(${list}.length);`)
  code.line('let names, within;')
  code.line(`if (${own} !== undefined && ${own}.inside !== undefined) {`)
  code.line(`names = rt.createElementNames(${list}.length);`)
  code.line(`within = rt.keptElements(${own}.inside);`)
  code.line('}')
  code.line(`for (let j = 0; j < ${list}.length; j++) {`)
  code.line(`const element = ${list}[j];`)
  code.line(`const key = ${rule}.key(element);`)
  code.line("if (typeof key !== 'string') throw rt.BAIL;")
  code.line('if (names !== undefined) names.add(key);')
  code.line('const q = names === undefined ? undefined : within.of(names.last());')
  code.line(`${documents}[j] = w${unit.mapping(node.mapping)}(element, x, q);`)
  code.line('}')
  if (node.keyed !== undefined) {
    code.line(`${documents} = rt.byName(${documents}, ${literal(node.keyed)});`)
    code.line(`if (${documents} === undefined) throw rt.BAIL;`)
  }
  code.line('}')
  code.line(
    `if (${documents} !== undefined) ${put(to, rule, { place: node.wire, value: documents })}`,
  )
}

function keptAt(code: Code, { path }: Place): string {
  const [key] = path
  const place = code.hoist(literals(path))
  if (path.length !== 1 || key === undefined) {
    return `r === undefined ? undefined : rt.keptAt(r, ${place})`
  }
  return `hasKept && (${isKept({ path, pointer: '' })}) ? rt.keptAt(r, ${place}) : undefined`
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
