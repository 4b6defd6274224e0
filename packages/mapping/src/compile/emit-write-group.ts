import type { AnyLeaf, GroupNode, JointNode, Read } from '../declare/node.js'
import { field, isPut, isSameText, literal, objectLiteral, setField } from './code.js'
import {
  emitEncode,
  type Given,
  interpret,
  isFieldKept,
  isKeptAsMore,
  keyOf,
  put,
  type WriteFunction,
} from './emit-write-value.js'
import { takesCodes } from './plain-type.js'

/** Writes what a group or a joint says of its canonical value. */
export function emitGroup(to: WriteFunction, node: GroupNode | JointNode, given: Given): void {
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
  const encoded: EncodedRead[] = []
  for (const each of reads) {
    const twin = twinOf(encoded, each.read)
    encoded.push({ ...each, encoded: each.read.leaf ? emitEncoded(to, each, twin) : each.fresh })
  }
  for (const family of families(encoded)) emitFamily(to, { rule, written, family })
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

function emitEncoded(
  { code }: WriteFunction,
  { read, leaf, fresh }: WrittenRead,
  twin: EncodedRead | undefined,
): string {
  const encoded = code.name()
  code.line(`let ${encoded};`)
  code.line(`if (${fresh} !== undefined) {`)
  if (twin) {
    const isSame = `${isSameText(fresh, twin.fresh)} && typeof ${twin.encoded} !== 'object'`
    code.line(`if (${isSame}) ${encoded} = ${twin.encoded}; else`)
  }
  code.line(`if (${fresh} === null) ${encoded} = null; else {`)
  const own = { leaf: read.leaf as AnyLeaf, of: leaf, value: fresh }
  code.line(`${encoded} = ${emitEncode(code, own)};`)
  code.line('}')
  code.line('}')
  return encoded
}

/** The reads of each field of the document, fields in the order in which they are written. */
function families(reads: readonly EncodedRead[]): readonly (readonly EncodedRead[])[] {
  return [...byKey(reads, 0).values()]
}

/** Reads by the key that their places have at a depth. */
function byKey(reads: readonly EncodedRead[], depth: number): ReadonlyMap<string, EncodedRead[]> {
  const found = new Map<string, EncodedRead[]>()
  for (const each of reads) {
    const key = each.read.wire.path[depth] as string
    found.set(key, [...(found.get(key) ?? []), each])
  }
  return found
}

interface Family {
  readonly rule: string
  /** The variable of all values that the group writes. */
  readonly written: string
  readonly family: readonly EncodedRead[]
}

// an object whose fields are all there is made at once, which takes a fraction of what field by field takes
function emitFamily(to: WriteFunction, { rule, written, family }: Family): void {
  const { code, shared } = to
  const { path } = (family[0] as EncodedRead).read.wire
  const key = keyOf(path)
  // places of one depth never lie in each other
  const isOne = family.every(
    ({ read: { wire } }) => wire.path.length === path.length && !shared.has(wire.pointer),
  )
  if (isOne && path.length > 1) {
    const isWhole = family.map(({ encoded }) => `${encoded} !== undefined`).join(' && ')
    code.line(`if (${isWhole} && ${field('w', key)} === undefined) {`)
    code.line(setField('w', key, objectOf(family, 1)))
    code.line('} else {')
  } else code.line('{')
  for (const each of family) emitPut(to, { rule, written }, each)
  code.line('}')
}

/** The object that holds values at places `depth` keys below the document. */
function objectOf(family: readonly EncodedRead[], depth: number): string {
  const fields = [...byKey(family, depth)].map(([key, inside]): [string, string] => {
    const [first] = inside as [EncodedRead]
    const isValue = first.read.wire.path.length === depth + 1
    return [key, isValue ? first.encoded : objectOf(inside, depth + 1)]
  })
  return objectLiteral(fields)
}

function emitPut(
  to: WriteFunction,
  { rule, written }: Omit<Family, 'family'>,
  { read, fresh, encoded }: EncodedRead,
): void {
  const { code } = to
  const { wire, name, leaf } = read
  code.line(`if (${encoded} !== undefined) ${put(to, rule, { place: wire, value: encoded })}`)
  if (!leaf || wire.path.length > 1) return
  const isNull = `kept !== undefined && ${field('kept', keyOf(wire.path))} === null`
  const isOwn = `r !== undefined && ${isNull} && Object.hasOwn(${written}, ${literal(name)})`
  const nothing = put(to, rule, { place: wire, value: 'null' })
  code.line(`if (${fresh} === undefined && ${isOwn}) ${nothing}`)
}
