import type { ConcatNode, EachNode, NestNode, Node, SingleNode } from '../declare/node.js'
import { isObject } from './code.js'
import { emitPairs } from './emit-read-pairs.js'
import {
  emitGroup,
  emitLeaf,
  keepNull,
  nodeOf,
  type ReadFunction,
  rawOf,
} from './emit-read-value.js'

/** Writes the code of one rule; the answer is the variable of its value. */
export function emitReadNode(to: ReadFunction, node: Node): string {
  switch (node.kind) {
    case 'leaf':
      return emitLeaf(to, node)
    case 'group':
    case 'joint':
      return emitGroup(to, node)
    case 'each':
    case 'single':
    case 'concat':
      return emitList(to, node)
    case 'nest':
      return emitNest(to, node)
    case 'constant':
      return to.code.hoist(`t.nodes[${to.unit.node(node)}].value`)
    case 'position':
      to.code.line('if (i === undefined) throw rt.BAIL;')
      return to.code.constant('String(i)')
    case 'pairs':
      return emitPairs(to, node)
    case 'absent':
    case 'joined':
    case 'derived':
      return 'undefined'
  }
}

function emitList(to: ReadFunction, node: EachNode | SingleNode | ConcatNode): string {
  const list = to.code.name()
  to.code.line(`let ${list} = [];`)
  const parts = node.kind === 'concat' ? node.parts : [node]
  for (const part of parts) {
    if (part.kind === 'each') emitEach(to, part, list)
    else {
      const value = emitReadNode(to, part.node)
      to.code.line(`if (${value} !== undefined) ${list}.push(${value});`)
    }
  }
  return list
}

function emitEach(to: ReadFunction, node: EachNode, list: string): void {
  const { code, unit } = to
  const rule = nodeOf(to, node)
  const raw = rawOf(to, node.wire)
  const isList = node.keyed === undefined ? `Array.isArray(${raw})` : isObject(raw)
  code.line(`if (${isList}) {`)
  const documents = node.keyed === undefined ? raw : code.constant(`rt.named(${rule}, ${raw})`)
  code.line(`const first = ${list}.length;`)
  // a list that grows has room for seventeen elements, however few they are
  code.line(`if (first === 0) ${list} = new Array(${documents}.length);`)
  // an element of which nothing is kept leaves its residue to the next one
  code.line('let names, within, q;')
  code.line(`for (let j = 0; j < ${documents}.length; j++) {`)
  code.line(`const item = ${documents}[j];`)
  code.line(`if (!${isObject('item')}) throw rt.BAIL;`)
  code.line('if (r !== undefined) q ??= rt.startElement();')
  code.line(`const element = d${unit.mapping(node.mapping)}(item, x, q, j);`)
  code.line(`const key = ${rule}.key(element);`)
  code.line("if (typeof key !== 'string') throw rt.BAIL;")
  code.line(`${list}[first + j] = element;`)
  // elements are named from the first one on of which something is kept
  code.line('if (names !== undefined) names.add(key);')
  code.line('if (q !== undefined && !rt.isEmptyResidue(q)) {')
  code.line(`names ??= rt.namesSoFar(${rule}, ${list}, first, first + j, ${documents}.length);`)
  code.line('q.name = names.last();')
  code.line(`(within ??= rt.elementsOf(r, ${rule})).push(q);`)
  code.line('q = undefined;')
  code.line('}')
  code.line('}')
  code.line('}')
  if (!node.absent) code.line('else throw rt.BAIL;')
  else {
    code.line(`else if (${raw} !== undefined && ${raw} !== null) throw rt.BAIL;`)
    code.line(`else if (r !== undefined) rt.keepNoList(${rule}, ${raw}, rt.reading(d, x, r));`)
  }
}

function emitNest(to: ReadFunction, node: NestNode): string {
  const { code, unit } = to
  const rule = nodeOf(to, node)
  const raw = rawOf(to, node.wire)
  const value = code.name()
  code.line(`let ${value};`)
  code.line(`if (${isObject(raw)}) {`)
  code.line('const q = r === undefined ? undefined : rt.startResidue();')
  code.line(`${value} = d${unit.mapping(node.mapping)}(${raw}, x, q, i);`)
  code.line(`if (q !== undefined && !rt.isEmptyResidue(q)) rt.keepNested(${rule}, r, q);`)
  code.line('}')
  if (!node.optional) code.line('else throw rt.BAIL;')
  else {
    code.line(`else if (${raw} !== undefined && ${raw} !== null) throw rt.BAIL;`)
    code.line(`else if (${raw} === null && r !== undefined) ${keepNull(code, node.wire)}`)
  }
  return value
}
