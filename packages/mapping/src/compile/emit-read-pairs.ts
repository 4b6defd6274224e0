import type { PairMember, PairsNode } from '../declare/node.js'
import { field, isObject, isThere, literal, objectLiteral } from './code.js'
import { emitDecode, nodeOf, type ReadFunction, rawOf } from './emit-read-value.js'

/** The variables of a list of pairs that is being read. */
interface Read {
  readonly node: PairsNode
  readonly rule: string
  readonly raw: string
  /** How many pairs are read so far. */
  readonly count: string
}

/**
 * Reads pairs as they are written: one after the other in the order of their members, each with nothing beside
 * its name and its value. A list of any other make is left to the interpreter.
 */
export function emitPairs(to: ReadFunction, node: PairsNode): string {
  const { code } = to
  const read: Read = {
    node,
    rule: nodeOf(to, node),
    raw: rawOf(to, node.wire),
    count: code.name(),
  }
  const values = node.members.map(({ field }) => [field, code.name()] as const)
  code.line(`let ${read.count} = 0${values.map(([, value]) => `, ${value}`).join('')};`)
  if (haveOwnNames(node)) {
    code.line(`if (Array.isArray(${read.raw})) {`)
    for (const [index, [, value]] of values.entries()) emitMember(to, read, { index, value })
    code.line('}')
  }
  code.line(`if (${read.count} === 0 || ${read.count} !== ${read.raw}.length) {`)
  const others = code.constant(`rt.readPairs(${read.rule}, ${read.raw}, d, x, r)`)
  for (const [key, value] of values) code.line(`${value} = ${field(others, key)};`)
  code.line('}')
  return code.constant(objectLiteral(values))
}

interface Member {
  readonly index: number
  /** The variable of its value. */
  readonly value: string
}

function emitMember(to: ReadFunction, read: Read, { index, value }: Member): void {
  const { code } = to
  const { node, rule, raw, count } = read
  const { name, leaf } = node.members[index] as PairMember
  code.line(`if (${count} < ${raw}.length) {`)
  const pair = code.constant(`${raw}[${count}]`)
  code.line(`if (${isObject(pair)} && ${field(pair, node.keys.name)} === ${literal(name)}) {`)
  const own = code.constant(field(pair, node.keys.value))
  code.line(`if (${isThere(own)}) {`)
  const of = `${rule}.members[${index}].leaf`
  const decoded = emitDecode(to, { leaf, of, raw: own })
  code.line('let fields = 0;')
  code.line(`if (r !== undefined) for (const _ in ${pair}) fields++;`)
  // the list is kept in its own words, so a normal form that is equal does not do
  const back = leaf.lossless === true ? own : `${code.hoist(of)}.encode(${decoded}, x)`
  const isBack = `fields === 2 && ${back} === ${own}`
  code.line(`if (r === undefined || ${isBack}) { ${value} = ${decoded}; ${count}++; }`)
  code.line('}')
  code.line('}')
  code.line('}')
}

function haveOwnNames({ members }: PairsNode): boolean {
  return new Set(members.map(({ name }) => name)).size === members.length
}
