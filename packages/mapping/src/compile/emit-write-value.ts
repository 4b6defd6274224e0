import type { AnyLeaf, LeafNode, Node } from '../declare/node.js'
import type { Place } from '../wire/path.js'
import { type Code, field, isRefused, literal, literals, setField } from './code.js'
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

/** The question whether something but a `null` is kept of a field. */
export function isKeptAsMore(key: string): string {
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

export function isFieldKept(key: string): string {
  const name = literal(key)
  return [
    `(kept !== undefined && ${field('kept', key)} !== undefined)`,
    `(missing !== undefined && missing.includes(${name}))`,
    `(inside !== undefined && ${field('inside', key)} !== undefined)`,
  ].join(' || ')
}

/**
 * The question whether something is kept of what a leaf reads. Of fields it is asked in full only where anything
 * but nulls is kept of any: a null stands for nothing, and gives way to a value. Of places inside a field it is
 * asked to the end only where anything is kept of the field.
 */
function mayHoldMore(code: Code, { wire, empty }: LeafNode): string {
  const { path } = wire
  const isField = path.length === 1 && empty !== 'meaning'
  const isOfField = `${isField ? 'hasMore' : 'hasKept'} && (${isKept(wire)})`
  return path.length > 1
    ? `${isOfField} && rt.keptAt(r, ${code.hoist(literals(path))}) !== undefined`
    : isOfField
}

export function keyOf(path: Place['path']): string {
  return path[0] as string
}

/** Leaves a rule to the interpreter. */
export function interpret({ rule, source }: Given): string {
  return `rt.interpret(${rule}, ${source}, { document: w, context: x, kept: r });`
}

/** Writes one canonical value through a leaf. */
export function emitLeaf(to: WriteFunction, node: LeafNode, given: Given): void {
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
  code.line(`} else if (${mayHoldMore(code, node)}) ${interpret(given)}`)
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

/** Encodes through a leaf. A refusal ends the function: the interpreter then says all that is wrong. */
export function emitEncode(code: Code, { leaf, of, value }: Encoding): string {
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
