import type { AnyLeaf, GroupNode, JointNode, LeafNode, Node, Read } from '../declare/node.js'
import type { Place } from '../wire/path.js'
import {
  type Code,
  field,
  isPut,
  isRefused,
  isSameText,
  isThere,
  literal,
  literals,
  objectLiteral,
  setField,
} from './code.js'
import { emitCode } from './emit-code.js'
import { type Raws, rawKey } from './emit-read-levels.js'
import { copiedTypeOf, plainTypeOf, takesCodes } from './plain-type.js'
import type { Unit } from './unit.js'

/** A document function that is being written. */
export interface ReadFunction {
  readonly code: Code
  readonly unit: Unit
  readonly raws: Raws
}

/** The variable of a rule. */
export function nodeOf({ code, unit }: ReadFunction, node: Node): string {
  return code.hoist(`t.nodes[${unit.node(node)}]`)
}

/** The variable of what the document holds at a place. */
export function rawOf({ raws }: ReadFunction, { path }: Place): string {
  return raws.get(rawKey(path)) as string
}

/** Reads one value through its leaf. */
export function emitLeaf(to: ReadFunction, node: LeafNode): string {
  const { code } = to
  const { leaf, empty, wire } = node
  const raw = rawOf(to, wire)
  const rule = nodeOf(to, node)
  if (empty === 'meaning') {
    const value = emitDecode(to, { leaf, of: `${rule}.leaf`, raw: `(${raw} ?? null)` })
    code.line(`if (r !== undefined && !(${comesBack(code, leaf, { rule: `${rule}.leaf`, raw })}))`)
    code.line(`  rt.keepLeaf(${rule}, ${raw}, ${value}, rt.reading(d, x, r));`)
    return value
  }
  const value = code.name()
  code.line(`let ${value};`)
  if (empty === 'refused') code.line(`if (${raw} === undefined || ${raw} === null) throw rt.BAIL;`)
  else {
    code.line(`if (${raw} === undefined) {} else if (${raw} === null) {`)
    code.line(`  if (r !== undefined) ${keepNull(code, wire)}`)
    code.line('} else')
  }
  code.line('{')
  code.line(`${value} = ${emitDecode(to, { leaf, of: `${rule}.leaf`, raw })};`)
  if (leaf.lossless !== true) {
    code.line(`if (r !== undefined && !(${comesBack(code, leaf, { rule: `${rule}.leaf`, raw })}))`)
    code.line(`  rt.keepLeaf(${rule}, ${raw}, ${value}, rt.reading(d, x, r));`)
  }
  code.line('}')
  return value
}

/** Keeps a `null` where nothing would be written. */
export function keepNull(code: Code, { path }: Place): string {
  const [key] = path
  if (path.length > 1 || key === undefined) {
    return `rt.keepNull(d, r, ${code.hoist(literals(path))});`
  }
  return setField('(r.kept ??= {})', key, 'null')
}

interface Decoding {
  readonly leaf: AnyLeaf
  /** How the code gets at the leaf. */
  readonly of: string
  readonly raw: string
}

/** Decodes through a leaf. A refusal ends the function: the interpreter then says all that is wrong. */
export function emitDecode({ code }: ReadFunction, { leaf, of, raw }: Decoding): string {
  const copied = copiedTypeOf(leaf)
  if (copied) {
    const value = code.constant(raw)
    code.line(`if (typeof ${value} !== '${copied}') throw rt.BAIL;`)
    return value
  }
  if (takesCodes(leaf)) return emitCode(code, { value: raw, through: `${code.hoist(of)}.decode` })
  const value = code.constant(`${code.hoist(of)}.decode(${raw}, x)`)
  code.line(`if (${isRefused(value)}) throw rt.BAIL;`)
  return value
}

/** The question whether a raw value, which is there, is written as it was. */
function comesBack(
  code: Code,
  leaf: AnyLeaf,
  { rule, raw }: { readonly rule: string; readonly raw: string },
): string {
  if (leaf.lossless === true) return isThere(raw)
  if (leaf.lossless) return `${isThere(raw)} && ${code.hoist(rule)}.lossless(${raw})`
  if (leaf.normal && leaf.loss === undefined) return `${isThere(raw)} && typeof ${raw} !== 'object'`
  return 'false'
}

/** Reads the values of a group or a joint and asks it for the canonical one. */
export function emitGroup(to: ReadFunction, node: GroupNode | JointNode): string {
  const { code } = to
  const rule = nodeOf(to, node)
  const reads: EmittedRead[] = []
  for (const [index, read] of node.reads.entries()) {
    const of = `${rule}.reads[${index}]`
    const value = emitRead(to, { read, of, twin: twinOf(reads, read) })
    reads.push({ read, raw: rawOf(to, read.wire), value, leaf: `${of}.leaf` })
  }
  // made where they are asked for: what nothing else holds on to need not be made at all
  const values = objectLiteral(reads.map(({ read, value }) => [read.name, value]))
  const value = code.constant(`${rule}.get(${values}, x)`)
  code.line(`if (${isRefused(value)}) throw rt.BAIL;`)
  code.line('if (r !== undefined) {')
  const put = code.constant(`${rule}.put(${value}, x)`)
  const says = reads.map((each) => saysTheSame(code, put, each))
  const raws = reads.map(({ raw }) => raw).join(', ')
  code.line(`if (${isPut(put)} && ${says.join(' && ') || 'true'}) {`)
  for (const each of reads) emitNullKept(to, put, each)
  code.line('} else')
  code.line(
    `  rt.keepGroup(${rule}, { value: ${value}, values: ${values}, raws: [${raws}] }, rt.reading(d, x, r));`,
  )
  code.line('}')
  return value
}

interface EmittedRead {
  readonly read: Read
  readonly raw: string
  readonly value: string
  readonly leaf: string
}

function saysTheSame(code: Code, put: string, { read, raw, value, leaf }: EmittedRead): string {
  const { name } = read
  const written = field(put, name)
  const back = read.leaf ? comesBack(code, read.leaf, { rule: leaf, raw }) : `${raw} !== undefined`
  const isOther = `!Object.hasOwn(${put}, ${literal(name)})`
  const isNothing = `${raw} === undefined${read.leaf ? ` || ${raw} === null` : ''}`
  return `(${isNothing} ? ${written} === undefined : ${written} === ${value} && (${back}) || ${isOther})`
}

// nothing is written over a null, so it is kept where the document itself holds it
function emitNullKept(to: ReadFunction, put: string, { read, raw }: EmittedRead): void {
  if (!read.leaf) return
  const { path } = read.wire
  const outer = path.length === 1 ? 'd' : (to.raws.get(rawKey(path.slice(0, -1))) as string)
  const isOwn = `${raw} === null && ${outer} !== null && Object.hasOwn(${put}, ${literal(read.name)})`
  to.code.line(`if (${isOwn}) ${keepNull(to.code, read.wire)}`)
}

/** What is read before through the same leaf, such as an amount that the document repeats. */
function twinOf(before: readonly EmittedRead[], { leaf }: Read): EmittedRead | undefined {
  return leaf && !takesCodes(leaf) ? before.findLast(({ read }) => read.leaf === leaf) : undefined
}

interface ReadToEmit {
  readonly read: Read
  /** How the code gets at the read. */
  readonly of: string
  readonly twin: EmittedRead | undefined
}

function emitRead(to: ReadFunction, { read, of, twin }: ReadToEmit): string {
  const { code } = to
  const raw = rawOf(to, read.wire)
  const value = code.name()
  const nothing = read.leaf ? 'undefined' : raw
  code.line(`let ${value};`)
  code.line(`if (${raw} === undefined || ${raw} === null) {`)
  code.line(read.optional ? `${value} = ${nothing};` : 'throw rt.BAIL;')
  code.line('} else {')
  if (twin) {
    // a leaf reads the same as the same; objects are read twice, so that no two fields share one
    const isSame = `${isSameText(raw, twin.raw)} && typeof ${twin.value} !== 'object'`
    code.line(`if (${isSame}) ${value} = ${twin.value}; else {`)
  }
  if (read.leaf)
    code.line(`${value} = ${emitDecode(to, { leaf: read.leaf, of: `${of}.leaf`, raw })};`)
  else {
    const type = plainTypeOf(read.schema)
    code.line(
      type === undefined
        ? `if (!${code.hoist(`${of}.schema`)}.safeParse(${raw}).success) throw rt.BAIL;`
        : `if (typeof ${raw} !== '${type}') throw rt.BAIL;`,
    )
    code.line(`${value} = ${raw};`)
  }
  if (twin) code.line('}')
  code.line('}')
  return value
}
