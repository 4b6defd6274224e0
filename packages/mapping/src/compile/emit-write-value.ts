import type { AnyLeaf, GroupNode, JointNode, LeafNode, Node, Read } from '../declare/node.js'
import type { Place } from '../wire/path.js'
import {
  type Code,
  field,
  isPut,
  isRefused,
  isSameText,
  literal,
  literals,
  setField,
} from './code.js'
import { emitCode } from './emit-code.js'
import { copiedTypeOf, takesCodes } from './plain-type.js'
import type { Unit } from './unit.js'

/** A writing function that is being written. */
export interface WriteFunction {
  readonly code: Code
  readonly unit: Unit
  /** Pointers of places that more than one rule writes. */
  readonly shared: ReadonlySet<string>
}

/** A rule and the canonical value that it is given. */
export interface Given {
  /** The variable of the rule. */
  readonly rule: string
  /** The variable of the canonical value. */
  readonly value: string
  /** Where the interpreter finds the value at the rule's own place. */
  readonly source: string
}

/** The variable of a rule. */
export function ruleOf({ code, unit }: WriteFunction, node: Node): string {
  return code.hoist(`t.nodes[${unit.node(node)}]`)
}

/** Writes one canonical value through a leaf, a group or a joint. */
export function emitValue(
  to: WriteFunction,
  node: LeafNode | GroupNode | JointNode,
  given: Given,
): void {
  if (node.kind === 'leaf') emitLeaf(to, node, given)
  else emitGroup(to, node, given)
}

/** The question whether something but a `null` is kept of a field. */
function isKeptAsMore(key: string): string {
  const own = field('kept', key)
  return [
    `(kept !== undefined && ${own} !== undefined && ${own} !== null)`,
    `(missing !== undefined && missing.includes(${literal(key)}))`,
    `(inside !== undefined && ${field('inside', key)} !== undefined)`,
  ].join(' || ')
}

/** The question whether something is kept of a place. */
export function isKept({ path }: Place): string {
  return isFieldKept(keyOf(path))
}

function isFieldKept(key: string): string {
  const name = literal(key)
  return [
    `(kept !== undefined && ${field('kept', key)} !== undefined)`,
    `(missing !== undefined && missing.includes(${name}))`,
    `(inside !== undefined && ${field('inside', key)} !== undefined)`,
  ].join(' || ')
}

/**
 * The question whether something is kept of what a leaf reads. Of fields it is asked in full only where anything
 * but nulls is kept of any: a null stands for nothing, and gives way to a value.
 */
function mayHoldMore({ wire, empty }: LeafNode): string {
  const isField = wire.path.length === 1 && empty !== 'meaning'
  return `${isField ? 'hasMore' : 'hasKept'} && (${isKept(wire)})`
}

function keyOf(path: Place['path']): string {
  return path[0] as string
}

/** Leaves a rule to the interpreter. */
export function interpret({ rule, source }: Given): string {
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
    code.line(
      `if (kept !== undefined && ${own} === null) ${put(to, rule, { place: wire, value: 'null' })}`,
    )
  } else code.line(`if (r !== undefined) ${interpret(given)}`)
  code.line(`} else if (${mayHoldMore(node)}) ${interpret(given)}`)
  code.line('else {')
  const copied = copiedTypeOf(leaf)
  if (copied) {
    code.line(`if (typeof ${value} !== '${copied}') throw rt.BAIL;`)
    code.line(put(to, rule, { place: wire, value }))
  } else {
    const written = emitEncode(code, { leaf, of: `${rule}.leaf`, value })
    code.line(`if (${written} !== undefined) ${put(to, rule, { place: wire, value: written })}`)
  }
  code.line('}')
}

interface Encoding {
  readonly leaf: AnyLeaf
  /** How the code gets at the leaf. */
  readonly of: string
  readonly value: string
}

// a refusal ends the function: the interpreter then says all that is wrong
function emitEncode(code: Code, { leaf, of, value }: Encoding): string {
  const through = `${code.hoist(of)}.encode`
  if (takesCodes(leaf)) return emitCode(code, { value, through })
  const written = code.constant(`${through}(${value}, x)`)
  code.line(`if (${isRefused(written)}) throw rt.BAIL;`)
  return written
}

/** Puts a value at a place of the document. */
export function put(
  { code, shared }: WriteFunction,
  rule: string,
  { place, value }: { readonly place: Place; readonly value: string },
): string {
  const { path, pointer } = place
  if (shared.has(pointer)) return `rt.put(w, ${rule}, ${code.hoist(literals(path))}, ${value});`
  const [key] = path
  if (path.length === 1 && key !== undefined) return setField('w', key, value)
  if (path.some((name) => name in Object.prototype)) {
    return `rt.writePath(w, ${code.hoist(literals(path))}, ${value});`
  }
  const holder = path.slice(0, -1).reduce((outer, name) => `(${field(outer, name)} ??= {})`, 'w')
  return setField(holder, path.at(-1) as string, value)
}

function emitGroup(to: WriteFunction, node: GroupNode | JointNode, given: Given): void {
  const { code } = to
  const { rule, value } = given
  const written = code.constant(`${rule}.put(${value}, x)`)
  const reads = node.reads.map((read, index) => ({
    read,
    leaf: `${rule}.reads[${index}].leaf`,
    fresh: code.name(),
  }))
  if (reads.length > 0) code.line(`let ${reads.map(({ fresh }) => fresh).join(', ')};`)
  const said = code.constant(isPut(written))
  code.line(`if (${said}) {`)
  for (const { read, fresh } of reads) code.line(`${fresh} = ${field(written, read.name)};`)
  code.line('}')
  const kept = needsInterpreter(reads).map((question) => ` || ${question}`)
  code.line(`if (hasKept && (!${said}${kept.join('')})) ${interpret(given)}`)
  code.line('else {')
  code.line(`if (!${said}) throw rt.BAIL;`)
  const before: EncodedRead[] = []
  for (const each of reads) {
    const twin = twinOf(before, each.read)
    const encoded = emitWritten(to, { rule, written, twin }, each)
    before.push({ ...each, encoded })
  }
  code.line('}')
}

interface WrittenRead {
  readonly read: Read
  readonly leaf: string
  readonly fresh: string
}

/** The questions whether something is kept of what a group reads, each field asked about once. */
function needsInterpreter(reads: readonly WrittenRead[]): readonly string[] {
  const keys = [...new Set(reads.map(({ read }) => keyOf(read.wire.path)))]
  return keys.map((key) => {
    const own = reads.filter(({ read }) => keyOf(read.wire.path) === key)
    if (own.some(({ read }) => !read.leaf)) return isFieldKept(key)
    // a null that is kept where nothing is written says the same, and goes back without a question
    const isWritten = own.map(({ fresh }) => `${fresh} !== undefined`).join(' || ')
    const isNull = `kept !== undefined && ${field('kept', key)} === null`
    return `${isKeptAsMore(key)} || (${isNull} && (${isWritten}))`
  })
}

function twinOf(before: readonly EncodedRead[], { leaf }: Read): EncodedRead | undefined {
  return leaf && !takesCodes(leaf) ? before.findLast(({ read }) => read.leaf === leaf) : undefined
}

interface EncodedRead extends WrittenRead {
  /** The variable of what the leaf has made of the value. */
  readonly encoded: string
}

interface GroupWritten {
  readonly rule: string
  /** The variable of all values that the group writes. */
  readonly written: string
  /** What is written before through the same leaf, such as an amount that the document repeats. */
  readonly twin: EncodedRead | undefined
}

function emitWritten(
  to: WriteFunction,
  { rule, written, twin }: GroupWritten,
  { read, leaf, fresh }: WrittenRead,
): string {
  const { code } = to
  const { wire, name } = read
  const [key] = wire.path as [string, ...string[]]
  const encoded = code.name()
  if (read.leaf) code.line(`let ${encoded};`)
  code.line(`if (${fresh} !== undefined) {`)
  if (!read.leaf) code.line(put(to, rule, { place: wire, value: fresh }))
  else {
    if (twin) {
      const isSame = `${isSameText(fresh, twin.fresh)} && typeof ${twin.encoded} !== 'object'`
      code.line(`if (${isSame}) ${encoded} = ${twin.encoded}; else`)
    }
    code.line(`if (${fresh} === null) ${encoded} = null; else {`)
    code.line(`${encoded} = ${emitEncode(code, { leaf: read.leaf, of: leaf, value: fresh })};`)
    code.line('}')
    code.line(`if (${encoded} !== undefined) ${put(to, rule, { place: wire, value: encoded })}`)
  }
  code.line('}')
  if (!read.leaf || wire.path.length > 1) return encoded
  const isNull = `kept !== undefined && ${field('kept', key)} === null`
  const isOwn = `r !== undefined && ${isNull} && Object.hasOwn(${written}, ${literal(name)})`
  code.line(
    `if (${fresh} === undefined && ${isOwn}) ${put(to, rule, { place: wire, value: 'null' })}`,
  )
  return encoded
}
